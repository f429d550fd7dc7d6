extension Events {
    /// Stores events in their order, and gives those that were stored, with their ids. One whose place in the log is
    /// stored already is passed over, so that the same lines may be taken in twice.
    ///
    /// Writers take the lock of one row first and hold it to the end: ids become visible in their order. An id is never
    /// given twice; one may be left out.
    public func append(_ events: [EventRecord]) throws -> [EventRecord] {
        guard !events.isEmpty else { return [] }
        let id = try lock(taking: events.count)
        var batch = EventBatch(transaction)
        let isKnown = try batch.known(events)
        var stored: [EventRecord] = []
        stored.reserveCapacity(events.count)
        for index in events.indices where !(isKnown?[index] ?? false) {
            stored.append(events[index])
            stored[stored.count - 1].id = id + Int64(stored.count)
            try batch.add(stored[stored.count - 1])
        }
        try batch.write()
        return stored
    }

    /// Takes the lock that keeps writers of events one after the other, and ids with it; gives the last id before them.
    @discardableResult
    func lock(taking count: Int = 0) throws -> Int64 {
        let last = try transaction.first(
            """
            UPDATE revisions SET revision = revision + :count WHERE subject = 'events' RETURNING revision
            """, ["count": .integer(Int64(count))]
        ) { $0.integer(0) }
        guard let last else { throw StorageError.failed("the row that counts events is missing") }
        return last - Int64(count)
    }

    /// Rows to a bucket: see `Migration.events`.
    static let bucketSize: Int64 = 65_536
}
