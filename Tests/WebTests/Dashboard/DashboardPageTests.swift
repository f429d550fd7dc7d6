import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct DashboardPageTests {
    private struct Answer: Decodable {
        struct Part: Decodable {
            struct Jail: Decodable { let name: String; let attempts, bans: Int }
            let from, to: String
            let banned, newAddresses: Int
            let jails: [Jail]
        }
        struct Before: Decodable { let attempts, bans, newAddresses: Int }
        struct Address: Decodable { let address: String; let attempts, bans: Int }
        struct Sight: Decodable { let address, firstAt: String }
        let from, to: String
        let banned, attempts, bans, newAddresses: Int
        let before: Before?
        let timeline: [Part]
        let addresses: [Address]?
        let newest: [Sight]
    }

    /// Seconds before now, and what happened then.
    private func fill(_ world: World) async throws {
        world.clock.stop()
        let now = world.clock.now()
        try await world.append([
            .of("192.0.2.7", at: now - 200_000), .of("192.0.2.1", at: now - 100_000),
            .of("192.0.2.1", .ban, at: now - 99_000), .of("192.0.2.1", .unban, at: now - 90_000, why: .expired),
            .of("192.0.2.2", at: now - 7000), .of("192.0.2.2", .attempt, at: now - 6900),
            .of("192.0.2.2", .ban, jail: "two", at: now - 6800), .of("192.0.2.1", at: now - 6700),
            .of("192.0.2.3", .ignore, at: now - 6600), .of("192.0.2.2", .restore, at: now - 60),
        ])
    }

    /// The answer, once the addresses are counted: a request waits for them for a moment only.
    private func answer(_ ada: Visitor, _ query: String = "") async throws -> Answer {
        var answer: Answer?
        let isCounted = try await eventually {
            let reply = try await ada.api("GET", "/api/dashboard" + query)
            #expect(reply.status == 200, "\(reply.text)")
            answer = try JSONDecoder().decode(Answer.self, from: Data(reply.text.utf8))
            return answer?.addresses != nil
        }
        #expect(isCounted)
        return try #require(answer)
    }

    @Test func `the numbers are those of the range, with those of the time before`() async throws {
        try await World.with { world in
            try await fill(world)
            let ada = try await world.visitor()
            let day = try await answer(ada)
            #expect((day.attempts, day.bans, day.newAddresses) == (3, 1, 1))
            let before = try #require(day.before)
            #expect((before.attempts, before.bans, before.newAddresses) == (1, 1, 1))
            #expect(day.timeline.count > 40 && day.timeline.first?.from == day.from && day.timeline.last?.to == day.to)
            let jails = day.timeline.flatMap(\.jails)
            #expect(jails.reduce(0) { $0 + $1.attempts } == 3 && jails.filter { $0.bans > 0 }.map(\.name) == ["two"])
            #expect(
                day.addresses?.map { "\($0.address) \($0.attempts) \($0.bans)" } == ["192.0.2.2 2 1", "192.0.2.1 1 0"])
            #expect(day.newest.map(\.address) == ["192.0.2.2"])
            // An event's second is within where the range begins with it, and without where it ends with it.
            let now = world.clock.now()
            let cut = "?from=\(RFC3339.text(now - 7000))&to=\(RFC3339.text(now - 6700))"
            #expect(try await answer(ada, cut).attempts == 2)
            #expect(try await answer(ada, "?from=now-10d").before == nil)
            #expect(try await ada.api("GET", "/api/dashboard?from=now&to=now-1h").status == 422)
        }
    }

    @Test func `each number leads to the list behind it, which has as many`() async throws {
        try await World.with { world in
            try await fill(world)
            let ada = try await world.visitor()
            _ = try await answer(ada)
            let page = try await ada.get("/?from=now-24h&to=now").text
            let links = page.matches(of: /<a href="(\/events\?[^"]+)">([0-9,]+)<\/a>/).map {
                (String($0.1).replacing("&amp;", with: "&"), Int($0.2) ?? -1)
            }
            #expect(links.count >= 8)
            for (path, number) in links {
                let list = try await ada.get(path).text
                #expect(list.matches(of: /data-event="\d+"/).count == number, "\(path)")
            }
            #expect(page.contains(#"href="/bans""#) && page.contains(##"href="#new-addresses""##))
        }
    }

    @Test func `the table says what the bars show`() async throws {
        try await World.with { world in
            try await fill(world)
            let page = try await world.visitor().get("/").text
            let titles = page.matches(of: /Attempts: (\d+)(?: \(one \d+\))?\nBans/).compactMap { Int($0.1) }
            #expect(titles.count > 40 && titles.reduce(0, +) == 3)
            let rows = page.matches(of: /<tr><th scope="row"><a href="\/events[^>]+>[^<]+<\/a><\/th>(.*?)<\/tr>/).map(
                \.1)
            let sums = rows.map { $0.matches(of: /<td>(?:<strong>)?(\d+)/).compactMap { Int($0.1) } }
            let attempts = sums.compactMap { $0.dropLast().last }
            #expect(attempts.count > 40 && attempts.reduce(0, +) == 3)
        }
    }

    @Test func `where nothing is shown the page says which of three it is`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            #expect(try await ada.get("/").text.contains("cannot be read"))
            try await world.append([.of("192.0.2.1", at: 1000)])
            let empty = try await ada.get("/").text
            #expect(empty.contains("Nothing in this time") && empty.contains(#"from=now-2d"#))
            #expect(try await ada.get("/?from=now-1h&to=now-2h").status == 422)
            #expect(try await ada.get("/?from=x").text.contains("This time range cannot be shown"))
        }
    }

    @Test func `names and addresses of anyone's are inert, and the live part is that of the page`() async throws {
        try await World.with { world in
            let now = world.clock.now()
            let hostile = "<script>x</script>\u{202e}\""
            try await world.append((0..<9).map { .of(hostile, jail: "j\($0)\(hostile)", at: now - 500) })
            let ada = try await world.visitor()
            // What a button copies is the id as it is.
            let page = try await ada.get("/").text.replacing(/data-copy="[^"]*"/, with: "")
            #expect(!page.contains("<script>x") && !page.contains("\u{202e}") && page.contains("U+202E"))
            #expect(page.contains("Others"))
            let part = try await ada.get("/", [("X-Fragment", "1")])
            #expect(part.status == 200 && part.text.hasPrefix(#"<dl class="dash-tiles">"#))
        }
    }

    @Test func `someone without a grant sees nothing of it`() async throws {
        try await World.with { world in
            try await world.person("bob", isAdministrator: false)
            let bob = try await world.visitor("bob")
            #expect(try await bob.get("/").status == 403)
            #expect(try await bob.api("GET", "/api/dashboard").status == 403)
        }
    }
}
