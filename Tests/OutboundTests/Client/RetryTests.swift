import Testing

@testable import Outbound

@Suite("Trying again")
struct RetryTests {
    @Test("Waits are drawn from all of a time that doubles")
    func backoff() {
        #expect(RetryRule.wait(after: 1, asked: nil) { $0 } == .milliseconds(500))
        #expect(RetryRule.wait(after: 2, asked: nil) { $0 } == .seconds(1))
        #expect(RetryRule.wait(after: 30, asked: nil) { $0 } == .seconds(8))
        #expect(RetryRule.wait(after: 3, asked: nil) { _ in 0 } == .zero)
        #expect(RetryRule.wait(after: 1, asked: .seconds(5)) { $0 } == .milliseconds(5500))
        #expect(RetryRule.wait(after: 1, asked: .seconds(61)) { $0 } == nil)
    }

    @Test(
        "Retry-After is read as seconds and as a moment, bounded",
        arguments: [
            ("5", Duration.seconds(5)), ("0", .zero), ("999999999", .seconds(86_400)), ("-5", nil), ("5.5", nil),
            ("", nil), ("soon", nil),
            ("Thu, 01 Jan 1970 00:01:40 GMT", .seconds(90)), ("Thu, 01 Jan 1970 00:00:01 GMT", .zero),
            ("Fri, 31 Dec 9999 23:59:59 GMT", .seconds(86_400)), ("Thu, 01 Jan 1970 24:01:40 GMT", nil),
            ("Thu, 01 Foo 1970 00:01:40 GMT", nil),
        ])
    func after(_ text: String, _ expected: Duration?) {
        #expect(RetryAfter.wait(in: ["retry-after": text], now: 10) == expected)
    }

    @Test("X-Ttl counts when X-Rl has come to nothing")
    func allowance() {
        #expect(RetryAfter.wait(in: ["x-rl": "0", "x-ttl": "42"], now: 0) == .seconds(42))
        #expect(RetryAfter.wait(in: ["x-rl": "3", "x-ttl": "42"], now: 0) == nil)
        #expect(RetryAfter.wait(in: ["x-ttl": "42"], now: 0) == .seconds(42))
    }
}
