public import Fail2ban
public import Logging
internal import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The only way out to the network: one client, with bounds for all that it does.
public final class Outbound: Sendable {
    let rules: DialRules
    let authorities: String?
    let resolver: any Resolving
    let engine: any ExchangeEngine
    let gate: any OutboundGate
    let places: Places
    private let budget = RetryBudget()
    private let random: @Sendable (Double) -> Double
    private let now: @Sendable () -> Int64
    private let logger: Logger

    /// A client.
    ///
    /// - Parameters:
    ///   - allowed: networks that may be reached although they are not of the internet (`outbound_allow`).
    ///   - authorities: a file with certificates of authorities besides the system's (`outbound_ca_file`).
    ///   - gate: what keeps servers that fail from being asked.
    public convenience init(
        allowed: [IPNetwork], authorities: String?, gate: any OutboundGate = OpenGate(), logger: Logger
    ) {
        self.init(
            rules: DialRules(allowed: allowed), authorities: authorities, gate: gate, logger: logger,
            resolver: SystemResolver(), engine: CurlEngine())
    }

    init(
        rules: DialRules, authorities: String? = nil, gate: any OutboundGate = OpenGate(),
        logger: Logger = Logger(label: "outbound"), resolver: any Resolving, engine: any ExchangeEngine,
        places: Places = Places(), random: @escaping @Sendable (Double) -> Double = { Double.random(in: 0...$0) },
        now: @escaping @Sendable () -> Int64 = { Int64(time(nil)) }
    ) {
        self.rules = rules
        self.authorities = authorities
        self.gate = gate
        self.logger = logger
        self.resolver = resolver
        self.engine = engine
        self.places = places
        self.random = random
        self.now = now
    }

    /// Sends a request, follows what it is sent on to, and hands the body of the answer on as it comes. A task that is
    /// cancelled ends it at once.
    ///
    /// - Throws: `OutboundFailure` for everything but an answer of 200 to 299, and of 304 where that was asked for.
    public func send(
        _ request: OutboundRequest, into sink: any OutboundSink = NoSink()
    ) async throws(OutboundFailure) -> OutboundAnswer {
        let end = ContinuousClock.now + request.limits.total
        budget.earn()
        var tries = 1
        while true {
            var failure: OutboundFailure
            var walk = Walk(self, request, until: end)
            do {
                let answer = try await walk.run(into: sink, tries: tries)
                tell(answer)
                return answer
            } catch {
                failure = error
            }
            failure.tries = tries
            let wait = wait(after: failure, of: request, until: end)
            guard let wait, (try? await Task.sleep(for: wait)) != nil else {
                tell(failure)
                throw failure
            }
            tries += 1
        }
    }

    /// The wait before another try; nil where there is none.
    private func wait(
        after failure: OutboundFailure, of request: OutboundRequest, until end: ContinuousClock.Instant
    ) -> Duration? {
        guard request.method.isIdempotent, failure.tries < request.limits.tries, RetryRule.isPassing(failure.cause),
            let wait = RetryRule.wait(after: failure.tries, asked: failure.retryAfter, random: random),
            ContinuousClock.now + wait < end, budget.spend()
        else { return nil }
        return wait
    }

    /// When a head wants to be asked again.
    func asked(in fields: [String: String]) -> Duration? { RetryAfter.wait(in: fields, now: now()) }

    /// Neither path nor query: that of a webhook is its password.
    private func tell(_ answer: OutboundAnswer) {
        logger.info(
            "went out",
            metadata: [
                "to": "\(answer.hops.last?.link.origin ?? "")", "status": "\(answer.status)",
                "bytes": "\(answer.size.wire)", "redirects": "\(answer.hops.count - 1)", "tries": "\(answer.tries)",
                "ms": "\(answer.hops.reduce(.zero) { $0 + $1.took }.milliseconds)",
            ])
    }

    private func tell(_ failure: OutboundFailure) {
        logger.warning(
            "did not get out",
            metadata: [
                "to": "\(failure.place)", "why": "\(failure.cause.words)",
                "redirects": "\(max(0, failure.hops.count - 1))",
                "tries": "\(failure.tries)",
            ])
    }
}
