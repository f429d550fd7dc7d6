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

    /// When the mirror last was what the host told, in UTC epoch seconds; nil where it never was.
    public func seenAt(host: String) throws -> Int64? {
        try transaction.first(
            "SELECT revision FROM revisions WHERE subject = :subject", ["subject": .text(Self.seen(host))]
        ) { $0.integer(0) }
    }

    /// Notes that the mirror was what the host told at `time`, in UTC epoch seconds.
    public func noteSeen(host: String, at time: Int64) throws {
        try transaction.execute(
            """
            INSERT INTO revisions (subject, revision) VALUES (:subject, :time)
            ON CONFLICT (subject) DO UPDATE SET revision = :time
            """, ["subject": .text(Self.seen(host)), "time": .integer(time)])
    }

    private static func seen(_ host: String) -> String { "bans seen " + host }
}
