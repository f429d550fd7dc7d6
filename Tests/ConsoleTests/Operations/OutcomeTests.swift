import Host
import Testing

@testable import Console

@Suite struct OutcomeTests {
    @Test func `a ban's outcome is what the daemon says before and after`() {
        #expect(Outcome(ofBanning: true, true, nil, notEnforced: nil).result == .already)
        #expect(Outcome(ofBanning: true, nil, .timedOut, notEnforced: nil).result == .already)
        #expect(Outcome(ofBanning: false, true, nil, notEnforced: nil) == Outcome(.done))
        #expect(Outcome(ofBanning: false, true, .unknownOutcome, notEnforced: nil) == Outcome(.done))
        #expect(Outcome(ofBanning: false, true, nil, notEnforced: "x") == Outcome(.notEnforced, "x"))
        #expect(Outcome(ofBanning: false, false, .refused("no"), notEnforced: nil) == Outcome(.refused, "no"))
        #expect(Outcome(ofBanning: false, nil, .unknownOutcome, notEnforced: nil).result == .unknown)
    }

    @Test func `an unban's outcome likewise`() {
        #expect(Outcome(ofUnbanning: false, false, nil).result == .already)
        #expect(Outcome(ofUnbanning: true, false, .unknownOutcome) == Outcome(.done))
        #expect(Outcome(ofUnbanning: true, true, .refused("no")) == Outcome(.refused, "no"))
        #expect(Outcome(ofUnbanning: true, nil, .unknownOutcome).result == .unknown)
    }
}
