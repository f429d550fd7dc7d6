public import Storage

extension Transaction {
    /// Adds an entry to the audit log; it counts with all else that the transaction does, or not at all.
    ///
    /// The transaction has to survive a power cut (`Durability.acknowledged`): the head of the log is anchored elsewhere, and an
    /// anchor of what a power cut took would accuse someone.
    ///
    /// - Parameters:
    ///   - moment: UTC epoch seconds.
    ///   - random: that many bytes, for the first entry of all: logs that tell the same are then different chains.
    @discardableResult
    public func note(
        _ event: AuditEvent, by author: Author, at moment: Int64,
        random: (Int) -> [UInt8] = SystemRandom.bytes
    ) throws -> AuditHead {
        let head = try audit.head() ?? AuditHead(sequence: 0, hash: random(AuditHash.size))
        var record = event.record(by: author, at: moment)
        record.sequence = head.sequence + 1
        record.previous = head.hash
        record.hash = AuditHash.of(record)
        try audit.insert(record)
        return AuditHead(sequence: record.sequence, hash: record.hash)
    }
}
