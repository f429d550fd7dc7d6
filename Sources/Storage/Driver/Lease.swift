/// The right to do what only one of several servers may do, held until it is lost.
public protocol Lease: Sendable {
    /// Whether this server has it at this moment. It may be lost at any time; what is short may be finished then.
    var isHeld: Bool { get }
}

/// A lease that nobody else can have: of a database that one server uses.
public struct HeldLease: Lease {
    /// Makes the lease.
    public init() {}

    /// Always.
    public var isHeld: Bool { true }
}
