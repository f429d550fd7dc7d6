import Fail2ban
import TestSupport
import Testing

@testable import Console

@Suite(.shows("ABUSE-24", "ASVS-2.4.1", "ASVS-6.3.1")) struct LoginLimiterTests {
    let clock = TestClock()

    func limiter(_ change: (inout LoginLimiter.Limits) -> Void = { _ in }) -> LoginLimiter {
        var limits = LoginLimiter.Limits()
        change(&limits)
        return LoginLimiter(limits: limits, now: clock.now, random: SystemRandom.bytes)
    }

    func client(_ text: String) -> ClientAddress {
        let address = IPAddress(text)!
        return ClientAddress(address: address, isSecure: false, chain: [address])
    }

    /// Nil for a pass, else the seconds to wait.
    func wait(_ limiter: LoginLimiter, _ address: String) -> Int64? {
        switch limiter.admit(client(address)) {
        case .pass: nil
        case .wait(let seconds): seconds
        }
    }

    @Test func `lets five tries through in any sixty seconds and says when the next is due`() {
        let limiter = limiter()
        for _ in 0..<5 {
            #expect(wait(limiter, "192.0.2.1") == nil)
            clock.advance(10)
        }
        #expect(wait(limiter, "192.0.2.1") == 10)
        clock.advance(9)
        #expect(wait(limiter, "192.0.2.1") == 1)
        clock.advance(1)
        #expect(wait(limiter, "192.0.2.1") == nil)
        #expect(wait(limiter, "192.0.2.1") == 10, "the second try leaves the window ten seconds later")
        #expect(wait(limiter, "192.0.2.2") == nil)
    }

    @Test func `never more than the limit within any window, whatever the times`() {
        var generator = SeededGenerator(seed: 5)
        let limiter = limiter()
        var passed: [Int64] = []
        for _ in 0..<3000 {
            clock.advance(Int64.random(in: 0...20, using: &generator))
            if wait(limiter, "192.0.2.1") == nil { passed.append(clock.now()) }
        }
        for (index, moment) in passed.enumerated() {
            #expect(passed[index...].prefix { $0 < moment + 60 }.count <= 5)
        }
        #expect(passed.count > 1000)
    }

    @Test(arguments: [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ("192.0.2.1", "::ffff:192.0.2.1", true), ("192.0.2.1", "64:ff9b::192.0.2.1", true),
        ("192.0.2.1", "192.0.2.2", false), ("64:ff9b::192.0.2.1", "64:ff9b::192.0.2.2", false),
        ("0.0.0.0", "::", false), ("64:ff9b:1::192.0.2.1", "192.0.2.1", false),
    ])
    func `counts together who is one`(one: String, other: String, isOne: Bool) {
        #expect((TryTable.Key(IPAddress(one)!) == TryTable.Key(IPAddress(other)!)) == isOne)
    }

    @Test func `gives back a try that succeeded and no other`() {
        let limiter = limiter()
        for _ in 0..<4 { #expect(wait(limiter, "192.0.2.1") == nil) }
        for _ in 0..<20 {
            guard case .pass(let pass) = limiter.admit(client("192.0.2.1")) else {
                Issue.record("was not let through")
                return
            }
            limiter.refund(pass)
        }
        #expect(wait(limiter, "192.0.2.1") == nil)
        #expect(wait(limiter, "192.0.2.1") == 60)
    }

    @Test func `holds 10,000 addresses of each family and keeps counting each`() {
        let limiter = limiter()
        let v4 = (0..<10_000).map { "10.0.\($0 / 256).\($0 % 256)" }
        let v6 = (0..<10_000).map { "2001:db8:\(String($0, radix: 16))::1" }
        for _ in 0..<5 { for address in v4 + v6 { #expect(wait(limiter, address) == nil) } }
        for address in v4 + v6 { #expect(wait(limiter, address) != nil) }
        #expect(limiter.places.addresses == 20_000)
        #expect(MemoryLayout<SlidingWindow>.stride == 32 && MemoryLayout<TryTable.Key>.stride == 16)
    }

    @Test func `one customer's /64 has one place, whatever its addresses`() {
        let limiter = limiter()
        let passed = (0..<10_000).count { wait(limiter, "2001:db8::\(String($0, radix: 16))") == nil }
        #expect(passed == 5)
        #expect(limiter.places.addresses == 1)
    }

    @Test func `never grows beyond its bound nor puts out a live entry, and the rest shares one budget`() {
        let limiter = limiter { $0.capacity = 1000 }
        for _ in 0..<5 { #expect(wait(limiter, "192.0.2.1") == nil) }
        let passed = (0..<20_000).count { wait(limiter, "10.1.\($0 / 256).\($0 % 256)") == nil }
        #expect(limiter.places.addresses == 1000)
        #expect(passed == 999 + 60)
        #expect(wait(limiter, "192.0.2.1") != nil, "a full table does not free who was limited")
        clock.advance(60)
        #expect(wait(limiter, "10.9.9.9") == nil)
        #expect(limiter.places.addresses == 1, "entries whose window is over make room")
    }

    @Test func `a try that succeeded goes back to the shared budget too, once`() throws {
        let limiter = limiter { $0.capacity = 1 }
        #expect(wait(limiter, "192.0.2.1") == nil)
        guard case .pass(let pass) = limiter.admit(client("10.0.0.1")) else {
            Issue.record("was not let through")
            return
        }
        for number in 1..<60 { #expect(wait(limiter, "10.0.1.\(number)") == nil) }
        #expect(wait(limiter, "10.0.2.1") == 60)
        limiter.refund(pass)
        #expect(wait(limiter, "10.0.2.1") == nil)
        #expect(wait(limiter, "10.0.2.2") == 60)
        #expect(limiter.places.addresses == 1)
    }

    @Test func `tries given back late make the shared budget no larger than it is`() {
        var table = TryTable(limit: 5, window: 60, capacity: 0)
        let tickets = (0..<UInt64(3)).compactMap { number -> TryTable.Ticket? in
            guard case .taken(let ticket) = table.take(TryTable.Key(kind: 0, value: number), at: 0) else { return nil }
            return ticket
        }
        #expect(tickets.count == 3)
        func passed(at now: UInt32) -> Int {
            (0..<UInt64(100)).count { number in
                if case .taken = table.take(TryTable.Key(kind: 0, value: number), at: now) { true } else { false }
            }
        }
        // A new window with one try, and three of the window before it given back.
        #expect(table.take(TryTable.Key(kind: 0, value: 0), at: 60) == .taken(TryTable.Ticket(key: nil, moment: 60)))
        for ticket in tickets { table.refund(ticket) }
        #expect(passed(at: 60) == 60)
    }

    @Test(.shows("ABUSE-36")) func `a clock that goes back neither frees nor locks for longer than the window`() {
        let limiter = limiter()
        clock.advance(100_000)
        for _ in 0..<5 { #expect(wait(limiter, "192.0.2.1") == nil) }
        clock.advance(-86_400)
        #expect(wait(limiter, "192.0.2.1") == 60)
        clock.advance(60)
        #expect(wait(limiter, "192.0.2.1") == nil)
        clock.advance(-1_000_000)
        #expect(wait(limiter, "192.0.2.3") == nil)
    }

    @Test func `counts an account over all addresses`() {
        let limiter = limiter()
        func tryAda(_ number: Int) -> Bool {
            guard case .pass(let pass) = limiter.admit(client("10.0.0.\(number)")),
                case .pass = limiter.admit(pass, account: "ada")
            else { return false }
            return true
        }
        #expect((0..<20).count(where: tryAda) == 8)
        clock.advance(600)
        #expect(tryAda(99))
    }

    @Test func `parallel tries do not slip through`() async {
        let limiter = limiter()
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { wait(limiter, "192.0.2.1") == nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(passed == 5)
    }
}
