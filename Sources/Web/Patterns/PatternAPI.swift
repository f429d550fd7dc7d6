package import Console
import HTTPTypes
import Hummingbird
package import NIOCore

/// `/api/patterns`: who is about to be banned, who comes back, who comes together.
struct PatternAPI: Sendable {
    func register(on routes: Routes) {
        routes.api(.get, "/api/patterns/failing", .viewPatterns) { visit in
            json(PatternJSON.failing(try await visit.console.guarding.patterns.failing()))
        }
        routes.api(.get, "/api/patterns", .viewPatterns) { visit in
            let zone = Zone(visit.console.configuration.timeZone) ?? .utc
            let range = try DashboardRange(
                DashboardQuery(parameters: visit.query), zone: zone, now: visit.console.now())
            let patterns = try await visit.console.guarding.patterns.patterns(
                in: range.span, name: range.name, for: visit.author(.api))
            return json(PatternJSON.body(patterns, in: range.span))
        }
    }
}

/// Patterns as the API and the command line tell them.
package enum PatternJSON {
    /// - Parameter failing: nil while they are being counted.
    package static func failing(_ failing: [FailingAddress]?) -> ByteBuffer {
        JSONWriter.object { json in
            json.field("counting", failing == nil)
            json.array("failing", failing ?? []) { json, one in
                json.object { json in
                    json.field("address", one.id)
                    json.field("jail", one.jail)
                    json.field("failures", one.failures)
                    json.field("maxRetry", count: one.maxRetry)
                    json.field("missing", count: one.missing)
                    json.field("findTime", count: one.findTime.map { Int($0) })
                    json.field("firstAt", time: one.firstAt)
                    json.field("lastAt", time: one.lastAt)
                }
            }
        }
    }

    /// - Parameter patterns: nil while they are being counted.
    package static func body(_ patterns: Patterns?, in span: Range<Int64>) -> ByteBuffer {
        JSONWriter.object(reserving: 8192) { json in
            json.field("from", time: span.lowerBound)
            json.field("to", time: span.upperBound)
            json.field("counting", patterns == nil)
            json.array("repeated", patterns?.repeated ?? []) { json, one in
                json.object { json in
                    json.field("address", one.id)
                    json.field("bans", one.bans)
                    json.field("jails", one.jails)
                    json.field("firstAt", time: one.firstAt)
                    json.field("lastAt", time: one.lastAt)
                    json.field("banned", one.isBanned)
                }
            }
            json.array("ranges", patterns?.ranges ?? []) { json, one in write(one, to: &json) }
            json.array("networks", patterns?.networks ?? []) { json, one in
                json.object { json in
                    json.field("network", one.number)
                    json.field("networkName", one.name)
                    json.field("addresses", one.addresses)
                    json.field("attempts", one.attempts)
                    json.field("bans", one.bans)
                    json.field("firstAt", time: one.firstAt)
                    json.field("lastAt", time: one.lastAt)
                }
            }
        }
    }

    private static func write(_ one: RangeCampaign, to json: inout JSONWriter) {
        json.object { json in
            json.field("range", "\(one.range)")
            json.field("addresses", one.addresses)
            json.field("attempts", one.attempts)
            json.field("bans", one.bans)
            json.field("firstAt", time: one.firstAt)
            json.field("lastAt", time: one.lastAt)
            if let origin = one.origin { EventJSON.write(origin, to: &json) }
            json.field("banned", one.isBanned)
            json.object("hits") { json in
                json.field("unseen", count: one.hit.unseen)
                json.field("people", texts: one.hit.people)
                json.field("objection", one.hit.objection)
            }
        }
    }
}
