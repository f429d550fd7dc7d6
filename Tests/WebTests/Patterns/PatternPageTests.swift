import Storage
import Testing

@testable import Console
@testable import Web

@Suite struct PatternPageTests {
    @Test func `with nothing to show each list says so`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let page = try await ada.get("/patterns").text
            for words in ["Nobody was banned twice.", "No network had five", "No /24 or /64 had five"] {
                #expect(page.contains(words))
            }
            #expect(try await ada.get("/patterns?from=x").status == 422)
            #expect(try await ada.api("GET", "/api/patterns/failing").text == #"{"counting":false,"failing":[]}"#)
        }
    }

    @Test func `ranges, networks and repeat offenders lead to the events that they count`() async throws {
        try await World.with { world in
            let now = world.clock.now()
            let network = EventOrigin.Network(number: 64_500, name: "Net <b>", source: .init(name: "test"))
            func event(_ id: String, _ kind: EventKind = .found) -> EventRecord {
                var event = EventRecord.of(id, kind, at: now - 100)
                event.origin = EventOrigin(network: network)
                return event
            }
            try await world.append((1...6).map { event("203.0.113.\($0)") })
            try await world.append((1...5).map { event("2001:db8::\($0)") })
            try await world.append([event("198.51.100.1", .ban), event("198.51.100.1", .ban)])
            let ada = try await world.visitor()
            let page = try await ada.get("/patterns").text
            #expect(page.contains("203.0.113.0/24") && page.contains("2001:db8::/64"))
            #expect(page.contains("250 addresses never seen here") && page.contains("all other hosts of this /64"))
            #expect(page.contains("AS64500") && page.contains("Net &lt;b&gt;") && page.contains("198.51.100.1"))
            #expect(page.contains(#"href="/bans/ban?addresses=203.0.113.0%2F24""#))
            let links = page.matches(of: /<a href="(\/events\?[^"]*q=[^"]+)">([0-9,]+)<\/a>/).map {
                (String($0.1).replacing("&amp;", with: "&"), Int($0.2) ?? -1)
            }
            #expect(links.count >= 4)
            for (path, number) in links {
                let list = try await ada.get(path).text
                #expect(list.matches(of: /data-event="\d+"/).count == number, "\(path)")
            }
            let answer = try await ada.api("GET", "/api/patterns").text
            #expect(answer.contains(#""range":"203.0.113.0/24","addresses":6,"attempts":6,"bans":0"#))
            #expect(answer.contains(#""hits":{"unseen":250,"people":[],"objection":null}"#))
            #expect(answer.contains(#"{"address":"198.51.100.1","bans":2,"jails":1"#))
        }
    }

    @Test func `what a ban of a range hits beside names those who are signed in from there`() async throws {
        try await World.with { world in
            let now = world.clock.now()
            try await world.append((1...5).map { EventRecord.of("192.0.2.\($0)", .found, at: now - 100) })
            let ada = try await world.visitor()
            let page = try await ada.get("/patterns").text
            #expect(page.contains("192.0.2.0/24") && page.contains("signed in from there: ada"))
            #expect(page.contains("your own address") || page.contains("gateway"))
        }
    }
}
