/// Whether a list that was read before is still the same.
extension Bans {
    /// A number that grows in the same transaction as any change of what the lists of bans show, whoever made it.
    public func revision() throws -> Int64 {
        try transaction.first("SELECT revision FROM revisions WHERE subject = 'bans'") { $0.integer(0) } ?? 0
    }

    /// Counts a change of what the lists show.
    func noteChange() throws {
        try transaction.execute(
            """
            INSERT INTO revisions (subject, revision) VALUES ('bans', 1)
            ON CONFLICT (subject) DO UPDATE SET revision = revisions.revision + 1
            """, [:])
    }
}
