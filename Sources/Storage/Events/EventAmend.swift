extension Events {
    /// Rewrites a stored event: all but its id and its host. A late line may so take over an event of another source.
    /// One that is not stored is passed over.
    ///
    /// - Parameter lines: the lines that led to it, in place of those that were stored; nil leaves them.
    /// - Throws: `StorageError.constraint` where its new place is that of another event.
    public func amend(_ event: EventRecord, lines: [[UInt8]]? = nil) throws {
        try lock()
        guard let before = try find(id: event.id) else { return }
        var event = event
        event.host = before.host
        // Where its address was known to be stays as it was.
        event.origin = before.origin ?? event.origin
        var words = EventWords(transaction)
        let numbers = try words.numbers(of: event)
        // The jail stands in the index of words too.
        let isMoved = try words.numbers(of: before).jail != numbers.jail
        let index = isMoved || lines != nil ? try LineIndex(transaction) : nil
        try index?.remove([event.id])
        let key = event.banID.map { EventKey($0) }
        if isMoved || event != before {
            var row: [Value] = []
            let generation = try words.generation(of: event)
            var origins = OriginWords(transaction)
            let origin = try event.origin.map { try origins.number(of: $0) }
            event.appendRow(to: &row, series: numbers.series, generation: generation, key: key, origin: origin)
            try transaction.executeMany(EventRow.update, EventRow.names, values: row)
            try writeDetails(of: event, jail: numbers.jail, key: key)
            if let key, key.isNetwork { try EventRow.enter([key.bytes], transaction) }
            var sums = EventSums(transaction)
            sums.add(-1, series: try words.numbers(of: before).series, moment: before.moment)
            sums.add(1, series: numbers.series, moment: event.moment)
            sums.add(-1, origin: try before.origin.map { try origins.number(of: $0) }, of: before)
            sums.add(1, origin: origin, of: event)
            sums.note(event.moment, inBucketOf: event.id)
            if let key {
                var sightings = EventSightings(transaction)
                sightings.note(key, of: event)
                try sightings.write(into: &sums)
            }
            try sums.write()
        }
        if let lines {
            try replaceLines(lines, of: event.id)
            try index?.enter(event.id, jail: numbers.jail, lines)
        } else if let index, let stored = try self.lines(of: [event.id])[event.id] {
            try index.enter(event.id, jail: numbers.jail, stored)
        }
    }

    /// Stores the lines that led to an event, in place of those that were stored.
    public func setLines(_ lines: [[UInt8]], of id: Int64) throws {
        let index = try LineIndex(transaction)
        try index.remove([id])
        try replaceLines(lines, of: id)
        if let jail = try jailNumbers(of: [id])[id] { try index.enter(id, jail: jail, lines) }
    }

    private func replaceLines(_ lines: [[UInt8]], of id: Int64) throws {
        try transaction.execute("DELETE FROM event_lines WHERE event_id = :id", ["id": .integer(id)])
        try transaction.executeMany(
            "INSERT INTO event_lines (event_id, line_number, line) VALUES (:id, :number, :line)",
            ["id", "number", "line"],
            values: lines.enumerated().flatMap { [.integer(id), .integer(Int64($0)), .bytes($1)] })
    }

    private func writeDetails(of event: EventRecord, jail: Int64, key: EventKey?) throws {
        try transaction.execute("DELETE FROM event_details WHERE event_id = :id", ["id": .integer(event.id)])
        guard event.hasDetails || key?.text != nil else { return }
        var details: [Value] = []
        event.appendDetails(to: &details, jail: jail, key: key)
        try transaction.executeMany(EventDetails.insertion, EventDetails.names, values: details)
    }
}
