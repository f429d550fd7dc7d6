import Storage

/// An address that fails in a jail and is not banned there.
public struct FailingAddress: Hashable, Sendable {
    /// The address, in fail2ban's text.
    public var id: String
    /// The jail.
    public var jail: String
    /// Failures within the jail's findtime and since its last ban there, as far as events tell.
    public var failures: Int
    /// Failures that lead to a ban; nil where the jail could not be asked.
    public var maxRetry: Int?
    /// The window in which failures count, in seconds; nil where the jail could not be asked.
    public var findTime: Int64?
    /// The first of the failures, in UTC epoch seconds.
    public var firstAt: Int64
    /// The last of them, likewise.
    public var lastAt: Int64

    /// Failures that are missing to a ban; nil where the jail could not be asked, 0 where they are enough and fail2ban has not
    /// banned all the same.
    public var missing: Int? { maxRetry.map { max(0, $0 - failures) } }
}

/// Counts failures that have not led to a ban; all that it needs is given to it.
struct FailureCount {
    /// How a jail counts.
    struct Rule: Hashable, Sendable {
        var maxRetry: Int
        var findTime: Int64
    }

    /// The rules of the jails that could be asked.
    let rules: [String: Rule]
    /// Bans in force, by jail.
    let banned: [String: Set<String>]
    /// The moment, in UTC epoch seconds.
    let now: Int64
    /// The window of jails that could not be asked, in seconds: fail2ban's own default.
    static let standardWindow: Int64 = 600

    private struct Subject: Hashable {
        let jail: String
        let id: String
    }

    /// Counts the failures among some events, those that lack the fewest to a ban first.
    ///
    /// - Parameter sights: failures and bans, the newest first.
    func failing(_ sights: [EventSight]) -> [FailingAddress] {
        var found: [Subject: FailingAddress] = [:]
        // What came before a ban counted for that one.
        var closed: Set<Subject> = []
        for sight in sights {
            let subject = Subject(jail: sight.jail, id: sight.id)
            guard !closed.contains(subject) else { continue }
            guard sight.kind != .ban else {
                closed.insert(subject)
                continue
            }
            let rule = rules[sight.jail]
            let at = sight.moment / 1000
            guard at > now - (rule?.findTime ?? Self.standardWindow) else { continue }
            var one =
                found[subject]
                ?? FailingAddress(
                    id: sight.id, jail: sight.jail, failures: 0, maxRetry: rule?.maxRetry, findTime: rule?.findTime,
                    firstAt: at, lastAt: at)
            one.failures += 1
            one.firstAt = min(one.firstAt, at)
            one.lastAt = max(one.lastAt, at)
            found[subject] = one
        }
        return found.values.filter { banned[$0.jail]?.contains($0.id) != true }.sorted {
            ($0.missing ?? .max, $1.failures, $1.lastAt, $0.id, $0.jail)
                < ($1.missing ?? .max, $0.failures, $0.lastAt, $1.id, $1.jail)
        }
    }
}
