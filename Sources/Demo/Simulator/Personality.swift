/// The ways attackers behave. Each makes the whole plan of one attacker (or one campaign) when it arrives.
enum Personality: CaseIterable, Sendable {
    /// Tries once and is never seen again.
    case knocker
    /// Tries as fast as it is answered, and is banned.
    case bruteForcer
    /// Waits so long between tries that no jail catches it.
    case patient
    /// Comes back soon after each ban; the recidive jail and increasing ban times are for it.
    case repeater
    /// Goes through several services of the machine.
    case wanderer
    /// A machine that takes a new IPv6 address of its /64 after every few tries.
    case hopper
    /// Some machines of one /24 that take turns.
    case campaign

    /// How many of a hundred arrivals are of this kind.
    var share: Int {
        switch self {
        case .knocker: 42
        case .bruteForcer: 26
        case .patient: 8
        case .repeater: 9
        case .wanderer: 7
        case .hopper: 5
        case .campaign: 3
        }
    }

    /// Draws one by share.
    static func any(using random: inout SeededGenerator) -> Personality {
        var left = Int.random(in: 0..<100, using: &random)
        for personality in allCases {
            left -= personality.share
            if left < 0 { return personality }
        }
        return .knocker
    }

    /// All that it will do, from `start` (UTC epoch milliseconds), in no order.
    func plan(from start: Int64, using random: inout SeededGenerator) -> [Attempt] {
        var plan = Plan(random: random)
        defer { random = plan.random }
        switch self {
        case .knocker: plan.add(1, at: plan.anyService(), from: plan.anyAddress(), start: start, pause: 1...1)
        case .bruteForcer: plan.burst(at: plan.anyService(), from: plan.anyAddress(), start: start)
        case .patient:
            plan.add(9, at: .ssh, from: plan.anyAddress(), start: start, pause: 110_000...150_000)
        case .repeater: plan.comeBack(from: plan.anyAddress(), start: start)
        case .wanderer: plan.wander(from: plan.anyAddress(), start: start)
        case .hopper: plan.hop(start: start)
        case .campaign: plan.takeTurns(start: start)
        }
        return plan.attempts
    }
}

/// A list of attempts in the making.
struct Plan {
    var random: SeededGenerator
    private(set) var attempts: [Attempt] = []

    init(random: SeededGenerator) { self.random = random }

    /// Adds `count` failures with pauses (milliseconds) between them; gives the time after the last.
    @discardableResult
    mutating func add(
        _ count: Int, at service: DemoService, from address: String, start: Int64, pause: ClosedRange<Int64>
    ) -> Int64 {
        var time = start
        for _ in 0..<count {
            let name = Names.any(for: service, .failure, using: &random)
            attempts.append(
                Attempt(
                    at: time, service: service, address: address, kind: .failure, name: name, detail: random.next()))
            time += Int64.random(in: pause, using: &random)
        }
        return time
    }

    /// As many failures as lead to a ban, and now and then one that was under way already.
    @discardableResult
    mutating func burst(at service: DemoService, from address: String, start: Int64) -> Int64 {
        let needed = DemoJail.watching(service).maxRetry
        let count = needed + Int.random(in: 0...1, using: &random)
        return add(count, at: service, from: address, start: start, pause: 300...1_800)
    }

    /// The same service again, a little after each ban has ended.
    mutating func comeBack(from address: String, start: Int64) {
        let service: DemoService = Bool.random(using: &random) ? .ftp : anyService()
        var time = start
        var banned = Int64(DemoJail.watching(service).banTime) * 1000
        for _ in 0..<4 {
            time = burst(at: service, from: address, start: time)
            time += banned + Int64.random(in: 5_000...25_000, using: &random)
            if DemoJail.watching(service).increments { banned *= 2 }
        }
    }

    /// Three services one after the other.
    mutating func wander(from address: String, start: Int64) {
        var time = start
        for service in DemoService.allCases.shuffled(using: &random).prefix(3) {
            time = burst(at: service, from: address, start: time) + Int64.random(in: 4_000...30_000, using: &random)
        }
    }

    /// Six addresses of one /64; only every other one is caught.
    mutating func hop(start: Int64) {
        var time = start
        for (index, address) in AddressPool.hopping(6, using: &random).enumerated() {
            let count = index.isMultiple(of: 2) ? 2 : DemoJail.watching(.imap).maxRetry
            time = add(count, at: .imap, from: address, start: time, pause: 800...3_000) + 9_000
        }
    }

    /// Ten addresses of one /24 at one service, for about four minutes.
    mutating func takeTurns(start: Int64) {
        let service = anyService()
        for (index, address) in AddressPool.neighbours(10, using: &random).enumerated() {
            burst(at: service, from: address, start: start + Int64(index) * 24_000)
        }
    }

    /// Most attacks go at ssh.
    mutating func anyService() -> DemoService {
        let weighted: [DemoService] = [
            .ssh, .ssh, .ssh, .webLogin, .webScan, .webScan, .submission, .imap, .imap, .ftp,
        ]
        return weighted[Int.random(in: weighted.indices, using: &random)]
    }

    /// One in four is IPv6.
    mutating func anyAddress() -> String {
        Int.random(in: 0..<4, using: &random) == 0
            ? AddressPool.ipv6(using: &random) : AddressPool.ipv4(using: &random)
    }
}
