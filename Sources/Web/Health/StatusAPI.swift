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
            json(StatusJSON.body(visit.console.guarding.board.status, visit.console.guarding.health.health))
        }
        routes.api(.get, "/api/pulse", .awaitPulse) { visit in
            let query = visit.query
            let seen = query["since"].flatMap { Int($0) } ?? 0
            let latest = query["latest"].flatMap { Int64($0) }
            let now = try await wait(beyond: seen, latest, visit)
            return json(
                JSONWriter.object { json in
                    json.field("pulse", now.count)
                    if let latest = now.latest { json.field("latest", latest) }
                })
        }
    }

    /// Waits in steps of a second, so that a session that ends meanwhile ends the wait. Where the reader knows of a latest
    /// event, a later one ends it too.
    private func wait(beyond seen: Int, _ latest: Int64?, _ visit: Visit) async throws -> (count: Int, latest: Int64?) {
        let (pulse, history) = (visit.console.pulse, visit.console.guarding.history)
        let clock = ContinuousClock()
        let end = clock.now + Self.longestWait
        while true {
            let counts = [pulse, history.pulse].map { (pulse: $0, count: $0.count) }
            let known = latest == nil ? nil : try await history.latestID()
            if counts[0].count != seen || known != latest || clock.now >= end || pulse.isFinished {
                return (counts[0].count, known)
            }
            await Pulse.wait(forAnyOf: latest == nil ? [counts[0]] : counts, atMost: .seconds(1))
            guard try await visit.isStillSignedIn() else {
                throw visit.isByBearer ? Gate.invalidToken : Gate.notSignedIn
            }
        }
    }
}

/// The status as the API tells it.
package enum StatusJSON {
    package static func body(_ status: DaemonStatus, _ health: JailHealth? = nil) -> ByteBuffer {
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
            if let health {
                json.field("deadJails", texts: health.dead.map(\.text))
            } else {
                json.null("deadJails")
            }
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
