import Fail2ban
import NIOCore
import TestSupport
import Testing

@testable import Console
@testable import Web

/// What becomes of connections when there are as many as there may be.
@Suite(.serialized, .shows("ABUSE-21")) struct OpenConnectionsTests {
    /// A world in which strangers share so many places; 127.0.0.1 is known, 127.0.0.2 is a stranger.
    private func plan(places: Int, total: Int = 40) -> WorldPlan {
        var limits = ServerLimits()
        (limits.total, limits.reserve, limits.tick) = (total, total - places, .seconds(3600))
        limits.perClient = 1_000
        limits.exempt = [IPNetwork("127.0.0.1/32")!]
        return WorldPlan(limits: limits)
    }

    /// A connection that has been answered once and waits.
    private func connected(_ world: World, isStranger: Bool = true) async throws -> RawConnection {
        let connection = try RawConnection(port: world.client.port, isStranger: isStranger)
        #expect(await isAnswered(connection))
        return connection
    }

    private func isAnswered(_ connection: RawConnection) async -> Bool {
        connection.ask()
        guard case .bytes(let text) = await connection.receive() else { return false }
        return text.hasPrefix("HTTP/1.1 200")
    }

    @Test func `whoever comes takes the place of the stranger that waits longest`() async throws {
        try await World.with(plan(places: 4)) { world in
            let known = try await connected(world, isStranger: false)
            var strangers: [RawConnection] = []
            for _ in 0..<3 { strangers.append(try await connected(world)) }
            #expect(await isAnswered(strangers[0]))
            let newcomer = try await connected(world)
            #expect(await strangers[1].closes(within: 30))
            for open in [known, strangers[0], strangers[2], newcomer] { #expect(await isAnswered(open)) }
            #expect(world.logLines.count { $0.contains("many connections are open") } == 1)
        }
    }

    @Test func `a flood that says nothing keeps nobody out`() async throws {
        try await World.with(plan(places: 100, total: 200)) { world in
            // Three times as many as there are places.
            var flood: [RawConnection] = []
            for number in 0..<300 {
                flood.append(try RawConnection(port: world.client.port, isStranger: true))
                if number % 2 == 0 { flood[number].send("GET / HTTP/1.1\r\nX-A: ") }
            }
            let start = ContinuousClock.now
            for isStranger in [true, false] { _ = try await connected(world, isStranger: isStranger) }
            // The deadline of heads, after which anyone gets in, is ten seconds.
            #expect(ContinuousClock.now - start < .seconds(8))
            withExtendedLifetime(flood) {}
        }
    }

    @Test func `one that is worked for keeps its place; then strangers are refused and this machine is not`()
        async throws
    {
        try await World.with(plan(places: 3, total: 6)) { world in
            let ada = try await world.visitor()
            let streams = try (0..<3).map { _ in try StreamReader(ada) }
            for stream in streams { #expect(await stream.read { !$0.messages.isEmpty }) }
            let stranger = try RawConnection(port: world.client.port, isStranger: true)
            #expect(await stranger.receive() == .closed)
            var kept: [RawConnection] = []
            for _ in 0..<2 { kept.append(try await connected(world, isStranger: false)) }
            #expect(await isAnswered(kept[0]))
            // For the last place one of their own makes room.
            kept.append(try await connected(world, isStranger: false))
            #expect(await kept[1].closes(within: 30))
            for stream in streams { #expect(await !stream.ends(within: 0.1)) }
        }
    }

    @Test func `where all are worked for and none is left, further ones wait until one closes`() async throws {
        try await World.with(plan(places: 3, total: 4)) { world in
            let ada = try await world.visitor()
            var streams: [StreamReader] = []
            for _ in 0..<4 {
                // One that is not worked for yet would make room for the next.
                streams.append(try StreamReader(ada))
                #expect(await streams[streams.count - 1].read { !$0.messages.isEmpty })
            }
            let waiting = try RawConnection(port: world.client.port)
            waiting.ask()
            #expect(await waiting.receive(within: 0.5) == .nothing)
            streams.removeLast()
            guard case .bytes(let text) = await waiting.receive() else {
                Issue.record("no answer")
                return
            }
            #expect(text.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `a client that does not take its answer waits as well, and makes room`() async throws {
        try await World.with(plan(places: 2)) { world in
            try await world.fillBans()
            let ada = try await world.visitor()
            let stalled = try RawConnection(port: world.client.port, isNarrow: true, isStranger: true)
            stalled.send("GET /bans/export.json HTTP/1.1\r\nHost: localhost\r\nCookie: \(ada.cookie)\r\n\r\n")
            guard case .bytes = await stalled.receive() else {
                Issue.record("no answer")
                return
            }
            // What it does not take fills the buffers on the way first.
            try await Task.sleep(for: .seconds(1))
            let newer = [try await connected(world), try await connected(world)]
            for connection in newer { #expect(await isAnswered(connection)) }
            #expect(await stalled.closes(within: 30))
        }
    }
}
