public import Fail2ban
internal import Synchronization

/// Counts open connections by client, so that none of them takes the places of all others.
///
/// An IPv6 client counts by its /64, as at sign-in. What is exempt, such as a proxy that brings everyone's requests, is
/// not counted. Bounded by the number of connections that are open.
public final class ConnectionQuota: Sendable {
    /// The answer to a connection.
    public enum Answer: Equatable, Sendable {
        case admitted
        /// The client has as many as it may; `isNews` for the first refusal since it had fewer.
        case full(isNews: Bool)
    }

    private struct Count {
        var open = 0
        var isToldFull = false
    }

    private let perClient: Int
    private let exempt: [IPNetwork]
    private let counts = Mutex<[TryTable.Key: Count]>([:])

    /// - Parameters:
    ///   - perClient: open connections of one client at most.
    ///   - exempt: addresses that are not counted.
    public init(perClient: Int, exempt: [IPNetwork]) {
        self.perClient = perClient
        self.exempt = exempt
    }

    /// Counts a connection; one that is admitted is to be released once, when it has closed.
    public func admit(_ address: IPAddress) -> Answer {
        if isExempt(address) { return .admitted }
        return counts.withLock { counts in
            var count = counts[TryTable.Key(address), default: Count()]
            defer { counts[TryTable.Key(address)] = count }
            guard count.open >= perClient else {
                count.open += 1
                return .admitted
            }
            defer { count.isToldFull = true }
            return .full(isNews: !count.isToldFull)
        }
    }

    /// Takes a connection that was admitted off the count.
    public func release(_ address: IPAddress) {
        if isExempt(address) { return }
        counts.withLock { counts in
            guard var count = counts[TryTable.Key(address)] else { return }
            count.open -= 1
            count.isToldFull = false
            counts[TryTable.Key(address)] = count.open > 0 ? count : nil
        }
    }

    /// How many clients have a connection that is counted.
    public var clients: Int { counts.withLock { $0.count } }

    /// Whether an address is not counted.
    public func isExempt(_ address: IPAddress) -> Bool { exempt.contains { $0.contains(address) } }
}
