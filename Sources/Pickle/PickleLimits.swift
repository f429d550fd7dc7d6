/// Bounds of one decoded pickle; each is checked before memory is spent on what it bounds.
public struct PickleLimits: Hashable, Sendable {
    /// Levels of nesting, default 32: nothing that fail2ban replies is deeper than 10, and it bounds the recursion
    /// with which nested values are put together, compared and freed.
    public var depth: Int
    /// Values in the result, counted as often as they occur in it, default 4 million: over a million bans with their
    /// parts, and the end of pickles that double a shared list with every opcode.
    public var nodes: Int
    /// Bytes of the pickle, default 64 MiB: ten times the largest reply measured (100,000 bans with times, 6.5 MB).
    public var bytes: Int
    /// Values remembered for later use in the pickle, default 4 million: Python remembers nearly every value.
    public var memo: Int
    /// Values waiting on the stack, default 65,536: Python writes collections in batches of 1,000, so that more
    /// than a few thousand are never pending.
    public var stack: Int

    /// Takes each bound; those left out get the default explained at the property.
    public init(
        depth: Int = 32, nodes: Int = 4_000_000, bytes: Int = 64 << 20, memo: Int = 4_000_000, stack: Int = 65_536
    ) {
        self.depth = depth
        self.nodes = nodes
        self.bytes = bytes
        self.memo = memo
        self.stack = stack
    }
}
