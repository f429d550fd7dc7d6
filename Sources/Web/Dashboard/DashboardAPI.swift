import Console
import Fail2ban
import Hummingbird
import NIOCore

/// `/api/dashboard`: what happened in a stretch of time, in sums.
struct DashboardAPI: Sendable {
    func register(on routes: Routes) {
        routes.api(.get, "/api/dashboard", .viewDashboard) { visit in
            let zone = Zone(visit.console.configuration.timeZone) ?? .utc
            let range = try DashboardRange(
                DashboardQuery(parameters: visit.query), zone: zone, now: visit.console.now())
            let parts = TimeParts(range.span, in: zone).parts
            let figures = try await visit.console.guarding.dashboard.figures(parts: parts, name: range.name)
            let places = visit.console.guarding.places
            let countries = try await places.figures(in: range.span, name: range.name)?.countries
            let networks = try await places.networks(in: range.span, name: range.name)
            return json(DashboardJSON.body(figures, countries: countries, networks: networks))
        }
    }
}

/// The dashboard as the API tells it.
enum DashboardJSON {
    static func body(
        _ figures: DashboardFigures, countries: [CountryFigures]?, networks: [NetworkFigures]?
    ) -> ByteBuffer {
        JSONWriter.object(reserving: 8192) { json in
            span(figures.span, &json)
            json.field("banned", figures.banned)
            json.field("attempts", figures.attempts)
            json.field("bans", figures.bans)
            json.field("newAddresses", figures.newAddresses.sum)
            json.field("jailsRunning", count: figures.running)
            json.field("staleSince", time: figures.staleSince)
            before(figures.before, &json)
            timeline(figures, &json)
            lists(figures, &json)
            places(countries, networks, &json)
        }
    }

    /// Nil while they are being counted.
    private static func places(
        _ countries: [CountryFigures]?, _ networks: [NetworkFigures]?, _ json: inout JSONWriter
    ) {
        if let countries {
            json.array("countries", countries) { json, country in
                json.object {
                    $0.field("country", country.code)
                    $0.field("attempts", country.attempts)
                    $0.field("bans", country.bans)
                }
            }
        } else {
            json.null("countries")
        }
        guard let networks else { return json.null("networks") }
        json.array("networks", networks) { json, network in
            json.object {
                $0.field("network", Int(network.number))
                $0.field("networkName", network.name)
                $0.field("attempts", network.attempts)
                $0.field("bans", network.bans)
            }
        }
    }

    private static func span(_ span: Range<Int64>, _ json: inout JSONWriter) {
        json.field("from", time: span.lowerBound)
        json.field("to", time: span.upperBound)
    }

    private static func before(_ before: DashboardFigures.Before?, _ json: inout JSONWriter) {
        guard let before else { return json.null("before") }
        json.object("before") { json in
            span(before.span, &json)
            json.field("attempts", before.attempts)
            json.field("bans", before.bans)
            json.field("newAddresses", before.newAddresses)
        }
    }

    private static func timeline(_ figures: DashboardFigures, _ json: inout JSONWriter) {
        json.array("timeline", figures.parts.indices) { json, index in
            json.object { json in
                span(figures.parts[index], &json)
                json.field("banned", figures.levels[index + 1])
                json.field("newAddresses", figures.newAddresses[index])
                let jails = figures.jails.filter { $0.attempts[index] > 0 || $0.bans[index] > 0 }
                json.array("jails", jails) { json, jail in
                    json.object {
                        $0.field("name", jail.name)
                        $0.field("attempts", jail.attempts[index])
                        $0.field("bans", jail.bans[index])
                    }
                }
            }
        }
    }

    private static func lists(_ figures: DashboardFigures, _ json: inout JSONWriter) {
        json.array("jails", figures.jails) { json, jail in
            json.object {
                $0.field("name", jail.name)
                $0.field("attempts", jail.attempts.sum)
                $0.field("bans", jail.bans.sum)
            }
        }
        if let addresses = figures.addresses {
            json.array("addresses", addresses) { json, address in
                json.object {
                    $0.field("address", address.id)
                    $0.field("attempts", address.attempts)
                    $0.field("bans", address.bans)
                    $0.field("lastAt", time: address.lastAt)
                }
            }
        } else {
            json.null("addresses")
        }
        json.array("newest", figures.newest) { json, sight in
            json.object {
                $0.field("address", sight.id)
                $0.field("firstAt", time: sight.firstAt)
            }
        }
        json.array("down", figures.down) { json, jail in
            json.object {
                $0.field("name", jail.name)
                $0.field("by", jail.by)
                $0.field("at", time: jail.at)
            }
        }
        json.array("failing", figures.failing) { json, jail in
            json.object {
                $0.field("name", jail.name)
                $0.field("notEnforced", jail.bans)
            }
        }
        json.array("ailing", figures.ailing) { json, finding in
            json.object {
                $0.field("name", finding.jail.text)
                $0.field("code", finding.code.rawValue)
                $0.field("status", finding.status.rawValue)
                $0.field("reason", finding.reason)
            }
        }
    }
}
