import Host

/// A machine that is guarded, by a name that no other module has.
typealias GuardedHost = any Host
