import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

/// Events by what the lines hold that led to a ban, and lists of events as files.
@Suite struct EventLinesTests {
    private func rows(_ reply: HTTPReply) -> [Int] {
        reply.text.matches(of: /data-event="(\d+)"/).compactMap { Int($0.1) }
    }

    private static func fill(_ world: World) async throws {
        try await world.append(
            [.of("192.0.2.1", .ban, at: 1000)], lines: [Array("user=<b>Alice</b> from 192.0.2.1".utf8)])
        try await world.append(
            [.of("192.0.2.2", .ban, jail: "two", at: 1001)], lines: [Array("invalid user alice1".utf8), [0xff]])
        try await world.append([.of("192.0.2.3", .ban, at: 1002)], lines: [Array("=malice\u{202e} \u{1b}[1m".utf8)])
        try await world.append([.of("192.0.2.1", at: 1003)])
    }

    @Test func `bans are found by words of their lines, which are marked, by page and interface`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await Self.fill(world)
            for (query, expected) in [
                ("text=alice", [2, 1]), ("text=ALICE+-invalid", [1]), ("text=alice&jail=two", [2]),
                ("text=alice&q=192.0.2.2", [2]), ("text=alice&kind=found", []), ("text=%22user+alice%22", [2]),
                ("text=alice&to=1970-01-01T00:16:41Z", [1]), ("text=lice", []), ("text=", [4, 3, 2, 1]),
            ] {
                #expect(rows(try await ada.get("/events?\(query)")) == expected, "\(query)")
                let reply = try await ada.get("/api/events?\(query)")
                let events = reply.json["events"] as? [[String: Any]] ?? []
                #expect(events.compactMap { $0["id"] as? Int } == expected, "\(query)")
            }
            let page = try await ada.get("/events?text=alice+-%22no+one%22").text
            #expect(page.contains("user=&lt;b&gt;<mark>Alice</mark>&lt;/b&gt;"))
            // What holds the word is not folded; the other lines of that ban are.
            let second = page.components(separatedBy: "data-event=\"1\"")[0]
            let parts = second.components(separatedBy: "<details")
            #expect(second.contains("invalid user <mark>alice</mark>1") && second.contains("1 more line<"))
            #expect(!(parts.last ?? "").contains("<mark>alice"))
            #expect(page.contains("alice -&quot;no one&quot;") && !page.contains("data-feed="))
            #expect(
                page.contains("bangui events --text 'alice -&quot;no one&quot;'")
                    || page.contains("bangui events --text &#39;alice"))
            #expect(try await ada.get("/events?text=nobody").text.contains("only what begins a word there is found"))
            let hostile = try await ada.get("/events?text=malice").text
            #expect(
                hostile.contains("<mark>malice</mark>") && !hostile.contains("\u{202e}") && !hostile.contains("\u{1b}"))
        }
    }

    @Test func `what cannot be looked for is refused with the reason, and a stream has no lines`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            for text in ["a", "-root", "%22", "%2B%2B", String(repeating: "x", count: 201)] {
                let reply = try await ada.get("/api/events?text=\(text)")
                #expect(reply.status == 422 && reply.faultyFields == ["text"], "\(text)")
                #expect(try await ada.get("/events?text=\(text)").status == 422, "\(text)")
                #expect(try await ada.get("/events/export.csv?text=\(text)").status == 422, "\(text)")
            }
            // No word of theirs is a word of a database's.
            for text in [
                "x1%27%3A*%20OR%20y1", "root%22%20OR%20%22x1", "NEAR(root",
                "a%26!b1", "words%3Aroot", "root*", "%5Croot",
            ] {
                #expect(try await ada.get("/api/events?text=\(text)").text == #"{"events":[],"next":null}"#, "\(text)")
            }
            #expect(try await ada.get("/api/events/stream?text=root").faultyFields == ["text"])
        }
    }

    @Test func `a file holds exactly what the list is filtered to, in three forms`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await Self.fill(world)
            try await world.append((0..<1200).map { .of("198.51.100.1", jail: "many", at: Int64(2000 + $0)) })
            let csv = try await ada.get("/events/export.csv?text=malice")
            #expect(csv["content-type"] == "text/csv; charset=utf-8")
            #expect(csv["content-disposition"]?.hasPrefix("attachment; filename=\"events-") == true)
            let cells = csv.text.components(separatedBy: "\r\n")
            #expect(cells.count == 3 && cells[0] == EventExport.columns.joined(separator: ","))
            #expect(
                cells[1].hasPrefix("3,1970-01-01T00:16:42Z,0,local,ban,one,192.0.2.3,") && cells[1].contains("'=malice")
            )
            let lines = try await ada.get("/events/export.ndjson?jail=many").text.split(separator: "\n")
            let ids = try lines.map { line in
                (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["id"] as? Int
            }
            #expect(ids == Array((5...1204).reversed()))
            let array = try await ada.get("/events/export.json?kind=ban").text
            let events = try JSONSerialization.jsonObject(with: Data(array.utf8)) as? [[String: Any]]
            #expect(events?.compactMap { $0["id"] as? Int } == [3, 2, 1])
            #expect(events?.last?["lines"] as? [String] == ["user=<b>Alice</b> from 192.0.2.1"])
            #expect(try await ada.get("/events/export.json?jail=none").text == "[\n]\n")
            try await world.person("guest", isAdministrator: false)
            let guest = try await world.visitor("guest")
            #expect(try await guest.get("/events/export.ndjson").status == 403)
        }
    }

    @Test func `lines of before the index are told of until they are in it`() async throws {
        var plan = WorldPlan()
        plan.doesTasks = false
        try await World.with(plan) { world in
            let ada = try await world.visitor()
            try await Self.fill(world)
            try await world.database.write(.telemetry) { transaction in
                _ = try transaction.execute("UPDATE revisions SET revision = 3 WHERE subject = 'event-words'", [:])
            }
            let page = try await ada.get("/events?text=malice").text
            #expect(page.contains("Older lines are still being indexed") && page.contains("1970-01-01"))
            #expect(!(try await ada.get("/events")).text.contains("Older lines"))
            let task = BackgroundTask.lineIndex(world.database) { _ in }
            #expect(try await task.look(TaskMoment(now: 0, hour: 0, isCutOff: false)) == .work)
            let outcome = try await task.run(TaskContext())
            #expect(outcome == .done("Took in the lines of 2 bans."))
            #expect(try await task.look(TaskMoment(now: 0, hour: 0, isCutOff: false)) == .nothing)
            #expect(!(try await ada.get("/events?text=malice")).text.contains("Older lines"))
        }
    }
}
