extension Events {
    /// Rewrites a stored event: all but its id and its host. A late line may so take over an event of another source.
    /// One that is not stored is passed over.
    ///
    /// - Parameter lines: the lines that led to it, in place of those that were stored; nil leaves them.
    /// - Throws: `StorageError.constraint` where its new place is that of another event.
    public func amend(_ event: EventRecord, lines: [[UInt8]]? = nil) throws {
        var amends = try EventAmends(self)
        guard let before = try find(id: event.id) else { return }
        try amends.add(event, was: before, lines: lines)
        try amends.write()
    }

    /// Stores the lines that led to an event, in place of those that were stored.
    public func setLines(_ lines: [[UInt8]], of id: Int64) throws {
        guard let event = try find(id: id) else { return }
        try amend(event, lines: lines)
    }
}
