import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite(.serialized) struct EventStreamTests {
    @Test func `an event comes by itself, as the list tells it, under its kind and id`() async throws {
        try await World.with(.listening) { world in
            let ada = try await world.visitor()
            try await world.append([.of("192.0.2.1")])
            let reader = try StreamReader(ada)
            #expect(await reader.read { !$0.messages.isEmpty })
            #expect(
                reader.head.contains("200 OK") && reader.head.lowercased().contains("content-type: text/event-stream"))
            #expect(reader.messages[0].id == 1 && reader.events.isEmpty)
            try await world.append([.of("192.0.2.2", .ban, why: .hand)])
            #expect(await reader.read { !$0.events.isEmpty })
            let event = try #require(reader.events.first)
            #expect(event.id == 2 && event.event == "ban")
            let list = try await ada.get("/api/events?kind=ban").text
            #expect(list == #"{"events":["# + (event.data ?? "") + #"],"next":null}"#)
        }
    }

    @Test(.shows("ABUSE-22"))
    func `a reader that comes back again and again gets every event once while they are stored`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let writing = Task {
                for batch in 0..<100 {
                    try await world.append((0..<7).map { .of("192.0.2.\($0)", at: Int64(batch)) })
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            var (seen, place): ([Int64], Int64) = ([], 0)
            while seen.count < 700 {
                let reader = try StreamReader(ada, after: place)
                // It goes away in the middle of whatever is being sent; each gets one at least.
                await reader.read { $0.ids.count >= Int.random(in: 1...90) }
                guard !reader.ids.isEmpty else { break }
                seen += reader.ids
                place = reader.place ?? place
            }
            try await writing.value
            #expect(seen == Array(1...700))
        }
    }

    @Test(.shows("ABUSE-22")) func `a break before the first event loses none, nor does one while others come`()
        async throws
    {
        try await World.with { world in
            let ada = try await world.visitor()
            try await world.append([.of("192.0.2.1")])
            let first = try StreamReader(ada, "?kind=ban")
            #expect(await first.read { $0.place == 1 })
            try await world.append([.of("192.0.2.1"), .of("192.0.2.1", .ban), .of("192.0.2.1")])
            let second = try StreamReader(ada, "?kind=ban", after: first.place)
            #expect(await second.read { $0.ids == [3] })
            // The query says where to begin; the header, where a browser stands that has come back.
            let query = try StreamReader(ada, "?after=2")
            #expect(await query.read { $0.ids == [3, 4] })
            let header = try StreamReader(ada, "?after=2", after: 3)
            #expect(await header.read { $0.ids == [4] })
            let other = try StreamReader(ada, "?after=99")
            #expect(await other.read { $0.messages.contains { $0.event == "reset" && $0.id == 4 } })
        }
    }

    @Test func `the filters of the list hold, together`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let reader = try StreamReader(ada, "?kind=ban,unban&jail=one&q=192.0.2.0/24&after=0")
            try await world.append([
                .of("192.0.2.1"), .of("192.0.2.1", .ban), .of("192.0.2.1", .ban, jail: "two"),
                .of("198.51.100.1", .ban), .of("192.0.2.1", .unban),
            ])
            #expect(await reader.read { $0.ids == [2, 5] })
        }
    }

    @Test func `beyond the rate events are counted and the place of the first is told, so that none is lost`()
        async throws
    {
        try await World.with { world in
            let ada = try await world.visitor()
            let reader = try StreamReader(ada, "?rate=5&after=0&kind=ban")
            try await world.append((0..<23).map { .of("192.0.2.1", $0 == 0 ? .found : .ban, at: Int64($0)) })
            #expect(await reader.read { $0.messages.contains { $0.event == "skipped" } })
            #expect(reader.ids == [2, 3, 4, 5, 6])
            let skipped = try #require(reader.messages.first { $0.event == "skipped" })
            #expect(skipped.data == #"{"count":17,"more":false,"after":6,"through":23}"# && skipped.id == 23)
            try await world.append([.of("192.0.2.1", .ban), .of("192.0.2.1", .found), .of("192.0.2.1", .ban)])
            #expect(await reader.read { $0.ids.suffix(2) == [24, 26] })
        }
    }

    @Test func `a stream for pages tells the pulse and the latest event, and none of them`() async throws {
        try await World.with(.listening) { world in
            let reader = try StreamReader(try await world.visitor(), "?events=false")
            #expect(await reader.read { $0.messages.contains { $0.event == "pulse" } })
            try await world.append([.of("192.0.2.1"), .of("192.0.2.1")])
            #expect(await reader.read { ($0.messages.last?.json["latest"] as? Int) == 2 })
            let pulse = world.console.pulse.count
            world.console.pulse.beat()
            #expect(await reader.read { ($0.messages.last?.json["pulse"] as? Int) ?? 0 > pulse })
            #expect(reader.messages.allSatisfy { $0.event == "pulse" || $0.event == nil })
        }
    }

    @Test func `what another process stores is found without a word from it`() async throws {
        try await World.with { world in
            let reader = try StreamReader(try await world.visitor())
            #expect(await reader.read { !$0.messages.isEmpty })
            _ = try await world.database.write(.telemetry) { try $0.events.append([.of("192.0.2.1")]) }
            #expect(await reader.read { $0.ids == [1] })
        }
    }

    @Test func `values that cannot be used are refused`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            for (query, field) in [
                ("rate=0", "rate"), ("rate=10001", "rate"), ("rate=x", "rate"), ("after=-1", "after"),
                ("after=x", "after"), ("kind=x", "kind"), ("events=x", "events"),
            ] {
                let reply = try await ada.get("/api/events/stream?\(query)")
                #expect(reply.status == 422 && reply.faultyFields == [field], "\(query)")
            }
            let reply = try await ada.get("/api/events/stream", [("Last-Event-ID", "x")])
            #expect(reply.status == 422 && reply.faultyFields == ["Last-Event-ID"])
        }
    }
}

/// When a stream ends.
@Suite(.serialized) struct EventStreamEndTests {
    /// An open stream that has told its beginning.
    private func stream(_ visitor: Visitor) async throws -> StreamReader {
        let reader = try StreamReader(visitor)
        #expect(await reader.read { !$0.messages.isEmpty })
        return reader
    }

    @Test(.shows("ABUSE-26", "ASVS-7.4.1")) func `signing out ends one's streams at once and no others`() async throws {
        try await World.with(.listening) { world in
            let (ada, other) = (try await world.visitor(), try await world.visitor())
            let (first, second) = (try await stream(ada), try await stream(other))
            #expect(try await ada.api("POST", "/api/auth/logout").status == 204)
            #expect(await first.ends())
            #expect(await !second.ends(within: 1))
        }
    }

    @Test(.shows("ABUSE-26")) func `a password change and an account that is disabled end streams at once`()
        async throws
    {
        try await World.with(.listening) { world in
            let bea = try await world.person("bea")
            let (kept, changed) = (try await world.visitor("bea"), try await world.visitor("bea"))
            let streams = [try await stream(kept), try await stream(changed)]
            let reply = try await kept.form(
                "/account/password",
                [
                    ("current", World.password), ("new", "another walk by the sea"),
                    ("repeat", "another walk by the sea"),
                ])
            #expect(reply.status < 400, "\(reply.text)")
            #expect(await streams[1].ends())
            #expect(await !streams[0].ends(within: 0.5))
            try await world.console.accounts.setDisabled(true, of: bea.id, by: .tester)
            #expect(await streams[0].ends())
        }
    }

    @Test(.shows("ABUSE-26")) func `a session that another process ended ends its streams`() async throws {
        try await World.with { world in
            // No pulse tells of it: the stream looks once a second.
            let ada = try await world.visitor()
            let reader = try await stream(ada)
            _ = try await world.database.write { try $0.sessions.delete(id: ada.id) }
            #expect(await reader.ends())
        }
    }

    @Test(.shows("ABUSE-18", "ABUSE-22"))
    func `a reader that takes nothing is cut off when its session ends, and waits for nobody`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await world.append((0..<30_000).map { .of("192.0.2.1", at: Int64($0)) })
            let reader = try StreamReader(ada, after: 0, isNarrow: true)
            try await Task.sleep(for: .seconds(1))
            // Whoever stores an event does not wait for the reader, who will not take anything before this.
            try await world.append([.of("192.0.2.1")])
            #expect(try await ada.api("POST", "/api/auth/logout").status == 204)
            try await Task.sleep(for: .seconds(1.5))
            #expect(await reader.ends())
            #expect(reader.ids.count < 30_000)
        }
    }

    @Test(.shows("ABUSE-38")) func `the end of the console ends every stream`() async throws {
        try await World.with(.listening) { world in
            let reader = try await stream(try await world.visitor())
            world.console.pulse.finish()
            #expect(await reader.ends())
        }
    }

    @Test(.shows("ASVS-2.3.2", "ASVS-2.4.1")) func `a session holds so many streams and gets their places back`()
        async throws
    {
        try await World.with { world in
            let (ada, other) = (try await world.visitor(), try await world.visitor())
            var streams: [StreamReader] = []
            for _ in 0..<StreamSeats.perSession { streams.append(try await stream(ada)) }
            let refused = try await ada.get("/api/events/stream")
            #expect(refused.status == 429 && refused["retry-after"] != nil)
            #expect(try await other.get("/api/events/stream").status == 200)
            streams.removeLast()
            #expect(try await eventually { try await ada.get("/api/events/stream").status == 200 })
        }
    }
}

extension WorldPlan {
    /// A world whose streams learn at once of what they are told, and in an hour of anything else.
    fileprivate static var listening: WorldPlan {
        var limits = ServerLimits()
        limits.tick = .seconds(3600)
        return WorldPlan(limits: limits)
    }
}
