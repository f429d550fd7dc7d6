import Host

/// How far the number of a head may go beyond the last one: further than any log has grown, and not so far that one false head
/// keeps out all true ones that could ever come.
struct AuditGrowth {
    /// Entries that can be added at once, such as the ends of many bans, or by commands while no server runs.
    static let burst: Int64 = 100_000
    /// Entries that can be added in a second, on and on.
    static let perSecond: Int64 = 10

    private var left = burst
    /// When `left` was counted, in UTC epoch seconds; nil before the first head.
    private var at: Int64?

    /// Takes entries of what has become possible since the moment `before`, at which the last head was written.
    mutating func take(_ entries: Int64, since before: Int64, at now: Int64) throws(HostError) {
        // Time in which nothing was added counts, however long it was: a console can be switched off for a year.
        let passed = min(max(0, now - (at ?? before)), 1 << 40)
        left = max(left, min(left + passed * Self.perSecond, 1 << 50))
        at = now
        guard entries <= left else {
            throw .refused(
                "it is \(entries) entries beyond the last one anchored, and no more than \(left) can have been added since"
            )
        }
        left -= entries
    }
}
