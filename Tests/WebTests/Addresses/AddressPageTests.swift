import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct AddressPageTests {
    /// A life of one address: failures, a ban with lines that ended, a ban by hand that was lifted, and a neighbour.
    private func tell(_ world: World) async throws {
        var ban = EventRecord.of("192.0.2.7", .ban, at: 1100, why: .failures)
        ban.failures = 3
        try await world.append((0..<3).map { .of("192.0.2.7", at: 1000 + $0 * 40) })
        try await world.append([ban], lines: [Array("user <b>root</b> failed\u{1b}[31m".utf8), [0xff, 0x41]])
        try await world.append([
            .of("192.0.2.7", .unban, at: 1700, why: .expired), .of("192.0.2.7", jail: "two", at: 1800),
            .of("192.0.2.7", .ban, jail: "two", at: 1801, why: .hand),
            .of("192.0.2.7", .unban, jail: "two", at: 1900, why: .hand), .of("192.0.2.9", at: 1950),
            .of("192.0.3.9", at: 1950),
        ])
    }

    @Test func `the page tells how often, since when, what for, and who else is there`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await tell(world)
            let page = try await ada.get("/addresses/192.0.2.7")
            #expect(page.status == 200)
            for words in [
                "Not banned", "ran out", "lifted by hand", "3 failures", "by hand", "Neighbours in 192.0.2.0/24",
                "/addresses/192.0.2.9\"", "/bans/ban?addresses=192.0.2.7\"", "/bans/ban?addresses=192.0.2.0%2F24\"",
                "user &lt;b&gt;root&lt;/b&gt; failed", "data-live=\"/addresses/192.0.2.7\"", "addresses.css",
            ] { #expect(page.text.contains(words), "\(words)") }
            #expect(!page.text.contains("192.0.3.9") && !page.text.contains("<b>root") && !page.text.contains("\u{1b}"))
            let fragment = try await ada.get("/addresses/192.0.2.7", [("X-Fragment", "1")])
            #expect(fragment.status == 200 && !fragment.text.contains("<html") && fragment.text.contains("Not banned"))
        }
    }

    @Test func `programs are told the same`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await tell(world)
            let told = try await ada.get("/api/addresses/192.0.2.7").json
            let record = try #require(told["record"] as? [String: Any])
            #expect(record["failures"] as? Int == 4 && record["bans"] as? Int == 2 && record["bansByHand"] as? Int == 1)
            #expect(record["firstAt"] as? String == "1970-01-01T00:16:40Z")
            #expect(record["lastAt"] as? String == "1970-01-01T00:31:40Z")
            #expect((record["ended"] as? [String: Int]) == ["expired": 1, "hand": 1, "stopped": 0, "unknown": 0])
            #expect((record["jails"] as? [[String: Any]])?.map { $0["name"] as? String } == ["two", "one"])
            #expect(record["countedSince"] is NSNull)
            let timeline = try #require(told["timeline"] as? [String: Any])
            let bans = try #require(timeline["bans"] as? [[String: Any]])
            #expect(bans.map { $0["ended"] as? String } == ["hand", "expired"])
            #expect(bans.map { $0["to"] as? String } == ["1970-01-01T00:31:40Z", "1970-01-01T00:28:20Z"])
            let neighbours = try #require(told["neighbours"] as? [String: Any])
            #expect(neighbours["network"] as? String == "192.0.2.0/24" && neighbours["total"] as? Int == 1)
            let lines = try #require(told["lines"] as? [[String: Any]])
            #expect(lines.map { ($0["lines"] as? [String])?.count } == [2])
            let network = try await ada.get("/api/addresses/192.0.2.0%2F24").json
            let inside = try #require(network["neighbours"] as? [String: Any])
            #expect(inside["total"] as? Int == 2 && network["record"] is NSNull)
        }
    }

    @Test func `another spelling leads to the one that fail2ban writes`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            for (path, target) in [
                ("/addresses/2001:DB8:0::7", "/addresses/2001%3Adb8%3A%3A7"),
                ("/addresses/192.0.2.9%2F24", "/addresses/192.0.2.0%2F24"),
                ("/addresses/::ffff:192.0.2.1?lines=x", "/addresses/192.0.2.1?lines=x"),
            ] {
                let reply = try await ada.get(path)
                #expect(reply.status == 308 && reply["location"] == target, "\(path) \(reply.status)")
            }
            for path in [
                "/addresses/2001%3Adb8%3A%3A7", "/addresses/192.0.2.0%2F24", "/addresses/some%20one", "/addresses/~..",
            ] {
                let reply = try await ada.get(path)
                #expect(reply.status == 200 && reply.text.contains("Never heard of"), "\(path) \(reply.status)")
            }
            #expect(try await ada.get("/addresses/192.0.2.1?lines=x").status == 400)
        }
    }

    @Test func `who was never heard of can be banned from there, and what is no address cannot`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let page = try await ada.get("/addresses/198.51.100.1")
            #expect(page.text.contains("Never heard of") && page.text.contains("/bans/ban?addresses=198.51.100.1\""))
            // fail2ban is down in this world: whether it is banned now, nobody knows.
            #expect(page.text.contains("fail2ban does not answer"))
            let name = try await ada.get("/addresses/root")
            #expect(name.text.contains("Never heard of") && !name.text.contains("/bans/ban?addresses=root"))
        }
    }

    @Test func `lines are paged, the last ban first`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            for number in 0..<(Addresses.linedBans + 5) {
                try await world.append(
                    [.of("192.0.2.7", .ban, at: Int64(1000 + number))], lines: [Array("line \(number)!".utf8)])
            }
            func lines(_ reply: HTTPReply) -> [Int] {
                reply.text.matches(of: /<bdi>line (\d+)!<\/bdi>/).compactMap { Int($0.1) }
            }
            let first = try await ada.get("/addresses/192.0.2.7")
            #expect(lines(first) == Array((5..<(Addresses.linedBans + 5)).reversed()))
            let older = try #require(first.text.firstMatch(of: /href="(\/addresses\/192.0.2.7\?lines=[^"]+)"/)?.1)
            let second = try await ada.get(String(older))
            #expect(lines(second) == [4, 3, 2, 1, 0] && second.text.contains(">Newest</a>"))
        }
    }

    @Test func `a ban is lifted from the page in one jail or in all, with a reason and an undo`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            _ = try await ada.ban(#"{"addresses":["198.18.7.1"],"jails":["one","two"],"duration":"1h"}"#)
            let page = try await ada.get("/addresses/198.18.7.1")
            #expect(page.text.contains("Banned in 2 jails") && page.text.contains(" unban 198.18.7.1<"))
            let reply = try await ada.form("/addresses/198.18.7.1/unban", [("jail", "one"), ("reason", "ticket <7>")])
            #expect(reply.status == 303)
            // Neither a jail nor all of them is no choice.
            #expect(try await ada.form("/addresses/198.18.7.1/unban", [("reason", "x")]).status == 422)
            let after = try await ada.get(try #require(reply["location"]))
            #expect(after.text.contains("Banned in 1 jail<") && after.text.contains("ticket &lt;7&gt;"))
            #expect(after.text.contains("action=\"/undo/"))
            let last = try await ada.form("/addresses/198.18.7.1/unban", [("jail", "one"), ("everywhere", "1")])
            #expect(last.status == 303 && last["location"]?.hasPrefix("/addresses/198.18.7.1?done=") == true)
            #expect(try await ada.get("/addresses/198.18.7.1").text.contains("Not banned"))
            // What is not banned is said to be so.
            #expect(try await ada.form("/addresses/198.18.7.1/unban", [("everywhere", "1")]).status == 422)
        }
    }

    @Test func `a ban of the network around it is told`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            _ = try await ada.ban(#"{"addresses":["198.18.7.0/24"],"jails":["one"],"keep":true}"#)
            let told = try await ada.get("/api/addresses/198.18.7.1").json
            #expect((told["heldBy"] as? [[String: Any]])?.map { $0["address"] as? String } == ["198.18.7.0/24"])
            #expect((told["bans"] as? [Any])?.isEmpty == true)
            let page = try await ada.get("/addresses/198.18.7.1")
            #expect(page.text.contains("Held by a banned network") && page.text.contains("Not banned"))
            let network = try await ada.get("/addresses/198.18.7.0%2F24")
            #expect(network.text.contains("Banned in 1 jail<") && network.text.contains("256 addresses"))
        }
    }

    @Test func `DNS is asked when someone wants to know, on record, and what it says is anyone's text`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let before = try await ada.get("/addresses/192.0.2.7").text
            #expect(before.contains("Ask DNS") && before.contains("may see that someone asks"))
            #expect(try await ada.form("/addresses/192.0.2.7/name")["location"] == "/addresses/192.0.2.7")
            let page = try await ada.get("/addresses/192.0.2.7").text
            #expect(page.contains("mail.example &lt;b&gt;") && page.contains("U+202E") && !page.contains("\u{202e}"))
            #expect(page.contains("does not lead back to the address") && page.contains("Ask again"))
            let entry = try await world.entries(after: 0).last
            #expect((entry?.kind, entry?.subject) == ("name_lookup", "192.0.2.7"))
            let answer = try await ada.api("POST", "/api/addresses/192.0.2.7/name")
            #expect(answer.json["result"] as? String == "name" && answer.text.contains(#""confirmed":false"#))
            // A network has no name of its own, and what is forgotten is not shown.
            #expect(try await ada.api("POST", "/api/addresses/192.0.2.0%2F24/name").status == 422)
            #expect(try await !ada.get("/addresses/192.0.2.0%2F24").text.contains("Ask DNS"))
            world.clock.advance(1000)
            #expect(try await ada.get("/addresses/192.0.2.7").text.contains("Ask DNS"))
        }
    }

    @Test func `country and network are those of the last event, with their data`() async throws {
        try await World.with { world in
            var event = EventRecord.of("192.0.2.7", at: world.clock.now() - 60)
            let source = EventOrigin.Source(name: "DB-IP <b>", builtAt: world.clock.now() - 40 * 86_400)
            event.origin = EventOrigin(
                country: .init(code: "NL", source: source),
                network: .init(number: 64_500, name: "NET\u{202e} <i>", source: source))
            try await world.append([event])
            let ada = try await world.visitor()
            let page = try await ada.get("/addresses/192.0.2.7").text
            #expect(page.contains("Netherlands") && page.contains("DB-IP &lt;b&gt; of ") && page.contains("as known"))
            #expect(page.contains("NET") && page.contains("&lt;i&gt;") && !page.contains("\u{202e}"))
            #expect(page.contains("/events?network=64500") && page.contains("/events?country=NL"))
            let answer = try await ada.api("GET", "/api/addresses/192.0.2.7").text
            #expect(answer.contains(#""origin":{"country":"NL""#) && !answer.contains("originNow"))
            let list = try await ada.get("/events").text
            #expect(list.contains(#"title="Netherlands" href="/events?country=NL""#))
            #expect(try await ada.get("/events?country=nl").text.contains("Netherlands (NL)"))
        }
    }
}
