import Storage
import Testing

@testable import Console

@Suite struct LifeSpanTests {
    private func event(
        _ kind: EventKind, at moment: Int64, _ why: EventReason? = nil, jail: String = "sshd", for seconds: Int64? = nil
    ) -> EventEntry {
        var record = EventRecord(
            host: "local", at: moment, kind: kind, source: .log, jail: jail, banID: "192.0.2.1")
        (record.id, record.why, record.banTime) = (moment, why, seconds)
        return EventEntry(record)
    }

    private func inForce(_ jail: String, since moment: Int64?) -> BanEntry {
        BanEntry(host: "local", jail: jail, id: "192.0.2.1", bannedAt: moment, end: .never, endsBy: .fail2ban)
    }

    private func spans(_ events: [EventEntry], _ bans: [BanEntry] = [], now: Int64 = 1000) -> [String] {
        LifeSpans(events, inForce: bans, now: now).spans.map { span in
            let end = span.isInForce ? "now" : span.to.map { "\($0)" } ?? "?"
            return "\(span.jail) \(span.from)-\(end) \(span.ending?.rawValue ?? "-")"
        }
    }

    @Test func `a ban lasts to its unban, and tells how it ended`() {
        #expect(
            spans([
                event(.ban, at: 10), event(.ban, at: 12, jail: "web"), event(.unban, at: 20, .expired),
                event(.unban, at: 30, .hand, jail: "web"), event(.ban, at: 40), event(.unban, at: 41),
            ]) == ["sshd 10-20 expired", "web 12-30 hand", "sshd 40-41 unknown"])
    }

    @Test func `a stop sets a ban aside, and the start begins another span`() {
        #expect(
            spans(
                [
                    event(.ban, at: 10, for: -1), event(.repeal, at: 20, .stopping), event(.restore, at: 30, .started),
                    event(.reban, at: 35),
                ], [inForce("sshd", since: 10)]) == ["sshd 10-20 stopped", "sshd 30-now -"])
    }

    @Test func `a restore or a ban again that nothing ended goes on, and a new ban ends the one before`() {
        #expect(
            spans([event(.ban, at: 10), event(.restore, at: 20), event(.unban, at: 30, .hand)]) == ["sshd 10-30 hand"])
        #expect(
            spans([event(.ban, at: 10), event(.ban, at: 20), event(.unban, at: 30, .expired)])
                == ["sshd 10-20 unknown", "sshd 20-30 expired"])
    }

    @Test func `what nothing ended is open where it is in force, and ends with its time or nobody knows when`() {
        #expect(spans([event(.ban, at: 10, for: 100)]) == ["sshd 10-110 unknown"])
        #expect(spans([event(.ban, at: 10)]) == ["sshd 10-? unknown"])
        #expect(spans([event(.ban, at: 10, for: 5000)]) == ["sshd 10-? unknown"])
        #expect(
            spans([], [inForce("sshd", since: 70), inForce("web", since: nil)]) == ["sshd 70-now -", "web 1000-now -"])
        // What ended before the first event that is known began before it.
        #expect(spans([event(.unban, at: 30, .expired)]).isEmpty)
    }
}
