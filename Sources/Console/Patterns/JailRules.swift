import Fail2ban
import Host

/// How the jails count failures, asked of the daemon and kept for a while: a page asks for all of them at once.
actor JailRules {
    private let host: any Host
    private let now: @Sendable () -> Int64
    private var known: [JailName: (rule: FailureCount.Rule, until: Int64)] = [:]

    /// Seconds for which an answer is kept.
    private static let age: Int64 = 30
    /// Jails that are asked at once: each is some commands.
    private static let most = 100

    init(host: any Host, now: @escaping @Sendable () -> Int64) {
        self.host = host
        self.now = now
    }

    /// The rules of the jails that answered, by name.
    func current(of jails: [JailName]) async -> [String: FailureCount.Rule] {
        for jail in jails.prefix(Self.most) where known[jail].map({ $0.until <= now() }) ?? true {
            do throws(HostError) {
                let settings = try await host.settings(of: jail)
                let rule = FailureCount.Rule(maxRetry: settings.maxRetry, findTime: settings.findTime)
                known[jail] = (rule, now() + Self.age)
            } catch {
                // A daemon that does not answer is not asked for each of its jails.
                if case .noSuchJail = error { continue }
                break
            }
        }
        return Dictionary(
            jails.compactMap { jail in known[jail].map { (jail.text, $0.rule) } }, uniquingKeysWith: { one, _ in one })
    }
}
