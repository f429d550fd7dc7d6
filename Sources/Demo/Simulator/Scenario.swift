#if canImport(Glibc)
import Glibc
#endif

/// What happens on the simulated machine, as a function of seed, start and time alone.
///
/// It opens with an act that brings a ban in every jail within half a minute, the first within some seconds; then
/// attackers arrive at random, and everyday visitors between them.
struct Scenario: Sendable {
    /// Attackers that arrive in a minute at pace 1; with the shares of `Personality` about five bans a minute follow.
    static let arrivalsPerMinute = 6.0
    /// Harmless log lines in a minute at pace 1.
    static let visitsPerMinute = 12.0
    /// A longer silence is taken for a machine that slept: the plans move on, no flood of old lines follows.
    static let longestGap: Int64 = 30_000

    private var random: SeededGenerator
    private let pace: Double
    private var now: Int64
    private var pending: [Attempt] = []
    private var nextArrival: Int64
    private var nextVisit: Int64

    /// Begins at `start` (UTC epoch milliseconds). `pace` multiplies arrivals and visits; 0.01 to 100.
    init(seed: UInt64, start: Int64, pace: Double) {
        self.pace = min(max(pace, 0.01), 100)
        random = SeededGenerator(seed: seed)
        now = start
        nextArrival = start + 12_000
        nextVisit = start + 800
        open(at: start)
    }

    /// All that happens until `time`, oldest first.
    mutating func advance(to time: Int64) -> [Attempt] {
        if time - now > Self.longestGap { skip(time - now) }
        now = max(now, time)
        while nextArrival <= now { arrive() }
        while nextVisit <= now { visit() }
        let due = pending.filter { $0.at <= now }.sorted { $0.at < $1.at }
        pending.removeAll { $0.at <= now }
        return due
    }

    /// One attacker goes through three services (so that recidive has its case), the others take one each.
    private mutating func open(at start: Int64) {
        var plan = Plan(random: random)
        let first = plan.anyFirstAddress()
        plan.add(5, at: .ssh, from: first, start: start + 300, pause: 350...700)
        plan.burst(at: .imap, from: AddressPool.ipv6(using: &plan.random), start: start + 3_000)
        plan.add(3, at: .webLogin, from: first, start: start + 6_000, pause: 400...900)
        plan.burst(at: .ftp, from: AddressPool.ipv4(using: &plan.random), start: start + 8_000)
        plan.burst(at: .webScan, from: AddressPool.ipv4(using: &plan.random), start: start + 11_000)
        plan.add(3, at: .submission, from: first, start: start + 13_000, pause: 500...1_000)
        random = plan.random
        pending = plan.attempts
    }

    private mutating func arrive() {
        pending += Personality.any(using: &random).plan(from: nextArrival, using: &random)
        nextArrival += pause(perMinute: Self.arrivalsPerMinute)
    }

    private mutating func visit() {
        let services: [DemoService] = [.ssh, .webScan, .webScan, .webScan, .submission, .imap, .imap, .ftp]
        let service = services[Int.random(in: services.indices, using: &random)]
        let name = Names.any(for: service, .visit, using: &random)
        let address = "192.0.2.\(Int.random(in: 10...20, using: &random))"
        pending.append(
            Attempt(
                at: nextVisit, service: service, address: address, kind: .visit, name: name, detail: random.next()))
        nextVisit += pause(perMinute: Self.visitsPerMinute)
    }

    /// Exponential: arrivals that know nothing of each other.
    private mutating func pause(perMinute: Double) -> Int64 {
        let uniform = Double.random(in: 0.000_1...1, using: &random)
        return max(1, Int64(-log(uniform) * 60_000 / (perMinute * pace)))
    }

    private mutating func skip(_ gap: Int64) {
        for index in pending.indices { pending[index].at += gap }
        nextArrival += gap
        nextVisit += gap
    }
}

extension Plan {
    /// A benchmark-range address: there are enough of them that a second start does not meet a ban of the first.
    fileprivate mutating func anyFirstAddress() -> String {
        AddressPool.neighbours(1, using: &random)[0]
    }
}
