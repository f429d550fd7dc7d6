import Fail2ban
package import Console
import Host
import Hummingbird
package import NIOCore

/// `/api/status` and the pulse that pages wait on.
struct StatusAPI {
    /// Longest wait for a change; shorter than the idle limits of common proxies.
    static let longestWait: Duration = .seconds(20)

    func register(on routes: Routes) {
        routes.api(.get, "/api/status", .viewStatus) { visit in
            json(StatusJSON.body(visit.console.guarding.board.status))
        }
        routes.api(.get, "/api/pulse", .awaitPulse) { visit in
            let seen = visit.query["since"].flatMap { Int($0) } ?? 0
            let count = try await wait(beyond: seen, visit)
            return json(JSONWriter.object { $0.field("pulse", count) })
        }
    }

    /// Waits in steps of a second, so that a session that ends meanwhile ends the wait.
    private func wait(beyond seen: Int, _ visit: Visit) async throws -> Int {
        let pulse = visit.console.pulse
        let clock = ContinuousClock()
        let end = clock.now + Self.longestWait
        var count = pulse.count
        while count == seen, clock.now < end, !pulse.isFinished {
            count = await pulse.wait(beyond: seen, atMost: .seconds(1))
            guard try await visit.isStillSignedIn() else { throw Gate.notSignedIn }
        }
        return count
    }
}

/// The status as the API tells it.
package enum StatusJSON {
    package static func body(_ status: DaemonStatus) -> ByteBuffer {
        JSONWriter.object { json in
            json.object("fail2ban") { json in
                json.field("state", state(status))
                json.field("version", status.daemon?.version.text)
                json.field("since", time: status.since)
                json.field("error", error(status))
                json.field("blind", texts: blindSpots(status))
                json.field("readAt", time: status.readAt)
                json.field("stale", status.isStale)
            }
            let isKnown = status.readAt != nil
            json.field("jails", count: isKnown ? status.jails.count : nil)
            json.field("banned", count: isKnown ? status.banned : nil)
            json.field("failed", count: isKnown ? status.failed : nil)
            json.field("totalBanned", count: isKnown ? status.totalBanned : nil)
        }
    }

    /// A daemon that hangs is down for a program that asks; the error tells which it is.
    private static func state(_ status: DaemonStatus) -> String {
        switch status.state {
        case .starting: "starting"
        case .up: "up"
        case .hanging, .down: "down"
        }
    }

    static func error(_ status: DaemonStatus) -> String? {
        status.cause.map {
            let problem = Problem(host: $0); return "\(problem.title): \(problem.detail)"
        }
    }

    /// What this host cannot show, why, and what to do.
    static func blindSpots(_ status: DaemonStatus) -> [String] {
        (status.blindSpots ?? []).map { spot in
            let notice = BlindSpotNotice(spot)
            return "\(notice.loss) \(notice.remedy)"
        }
    }
}
