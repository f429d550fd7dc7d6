public import Storage

extension AuditLog {
    /// Writes down that the log as it stands is the one that goes on, and has `vouch` put its new head on record with root:
    /// without that the entry says nothing.
    ///
    /// - Throws: `StorageError`, and what `vouch` throws.
    public func accept(
        because reason: String?, by author: Author, vouch: (AuditHead) throws -> Void
    ) async throws {
        let moment = now()
        let event = AuditEvent(.accept, subject: "audit log", detail: reason)
        try vouch(try await database.write { try $0.note(event, by: author, at: moment) })
    }
}
