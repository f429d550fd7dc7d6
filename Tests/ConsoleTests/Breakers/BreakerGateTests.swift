import Outbound
import TestSupport
import Testing

@testable import Console

struct BreakerGateTests {
    private let breakers = Breakers(BreakerSurroundings(now: { 1000 }, chance: { 0.5 }))

    /// Asks once where that is allowed, and tells what came of it; gives whether it was.
    private func ask(_ origin: String, _ outcome: OutboundOutcome) -> Bool {
        guard case .go(let tell) = BreakerGate(breakers).leave(for: origin) else { return false }
        tell(outcome)
        return true
    }

    @Test(.shows("ABUSE-34")) func `a server that fails five times is left alone, and no other`() {
        for _ in 0..<5 { #expect(ask("https://a.example", .failed("It answered 503."))) }
        guard case .wait(let time) = BreakerGate(breakers).leave(for: "https://a.example") else {
            Issue.record("it is asked on")
            return
        }
        #expect(time > .seconds(4) && time <= .seconds(5))
        #expect(ask("https://b.example", .well) && ask("https://a.example:8443", .well))
        let report = breakers.breaker("https://a.example").report
        #expect(report.state == .open && report.cause == .other("It answered 503.") && report.rejected == 1)
    }

    @Test func `what tells nothing of the server counts for nothing`() {
        for _ in 0..<20 { #expect(ask("https://a.example", .nothing)) }
        for _ in 0..<4 { #expect(ask("https://a.example", .failed("x"))) }
        #expect(ask("https://a.example", .well))
        for _ in 0..<4 { #expect(ask("https://a.example", .failed("x"))) }
        #expect(breakers.breaker("https://a.example").report.state == .closed)
    }
}
