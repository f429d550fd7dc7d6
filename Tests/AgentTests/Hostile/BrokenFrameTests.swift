import Agent
import Fail2ban
import Foundation
import Host
import NIOCore
import TestSupport
import Testing

/// Someone who has taken over the console sends what no console would.
@Suite(.serialized, .shows("ASVS-15.3.5")) struct BrokenFrameTests {
    private static let rounds = ProcessInfo.processInfo.environment["BANGUI_LONG_TESTS"] == nil ? 300 : 20_000

    /// Whether an honest client is still answered.
    private func isAlive(_ world: AgentWorld) async -> Bool {
        let client = world.client()
        let version = try? await client.daemon().version.text
        await client.close()
        return version == "1.1.0"
    }

    @Test func `bytes of any kind do nothing that a verb would not, and the agent lives`() async throws {
        let host = RecordingHost(listed: 3)
        let world = try await AgentWorld(host)
        var made = MadeValues(seed: 11)
        for round in 0..<Self.rounds {
            let client = try #require(RawClient(world.socket), "round \(round): nobody listens")
            if round % 3 > 0 { #expect(try client.greet()) }
            for id in 1...UInt64.random(in: 1...4, using: &made.random) {
                var bytes = RawClient.frame(id, String(buffer: try AgentCoding.bytes(of: made.verb())))
                damage(&bytes, &made.random)
                client.send(bytes)
            }
        }
        #expect(await isAlive(world))
        // What got through was a verb in its own words, within the rules.
        for words in host.changes {
            #expect(words.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "\(words)")
            #expect(
                !words.contains("<F2B_END_COMMAND>") || words.contains("unban") || words.contains("nignore"), "\(words)"
            )
        }
        #expect(!host.asked.contains("change startDaemon"))
        #expect(!world.log.refusals.isEmpty && !host.changes.isEmpty)
        await world.stop()
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...5, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 1: bytes.removeLast(bytes.count - place)
        case 2: bytes.insert(contentsOf: bytes[place...], at: place)
        case 3: bytes[0..<4] = [0, 0, 0, UInt8.random(in: 0...255, using: &random)]
        case 4: bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
        default: break
        }
    }

    @Test(
        arguments: [
            [0xff, 0xff, 0xff, 0xff], [0, 2, 0, 1], [0, 0, 0, 0], [0, 0, 0, 8],
        ] as [[UInt8]])
    func `a length that is too long or too short ends the connection before its bytes come`(length: [UInt8])
        async throws
    {
        let world = try await AgentWorld(RecordingHost())
        let client = try #require(RawClient(world.socket))
        #expect(try client.greet())
        client.send(length)
        #expect(client.isClosed())
        #expect(await eventually { world.log.refusals.count == 1 }, "\(world.log.lines)")
        #expect(await isAlive(world))
        await world.stop()
    }

    @Test(arguments: [
        #"{"run":{"command":"id"}}"#, #"{"bans":{"_0":{"list":{"in":"one"}}},"path":"/etc/shadow"}"#, "null", "{}",
        String(repeating: "[", count: 60_000), String(repeating: #"{"bans":"#, count: 8_000),
        #"{"daemon":{"_0":{"ping":{"milliseconds":"# + String(repeating: "9", count: 60_000) + "}}}}",
        "\u{0}\u{0}", #"{"bans":{"_0":{"list":{"in":"\ud800"}}}}"#,
    ])
    func `what is no verb ends the connection and is logged`(body: String) async throws {
        let host = RecordingHost()
        let world = try await AgentWorld(host)
        let client = try #require(RawClient(world.socket))
        #expect(try client.greet())
        client.send(1, body)
        #expect(client.isClosed())
        #expect(await eventually { world.log.refusals.count == 1 }, "\(world.log.lines)")
        #expect(host.asked.isEmpty)
        #expect(await isAlive(world))
        await world.stop()
    }

    @Test func `without a greeting, and with another, nothing is done`() async throws {
        let host = RecordingHost()
        let world = try await AgentWorld(host)
        for (id, body) in [
            (1, #"{"jail":{"_0":{"counters":{}}}}"#), (0, #"{"jail":{"_0":{"counters":{}}}}"#),
            (0, #"{"protocolNumber":2,"x":1}"#),
            (5, #"{"protocolNumber":2}"#),
        ] as [(UInt64, String)] {
            let client = try #require(RawClient(world.socket))
            client.send(id, body)
            #expect(client.isClosed(), "\(body)")
        }
        let other = try #require(RawClient(world.socket))
        other.send(0, #"{"protocolNumber":3}"#)
        let answer = try #require(other.frame())
        let greeting = try AgentCoding.message(AgentGreeting.self, in: answer.body)
        #expect(greeting == .refused(.protocolNumber(version: "1.2.3")))
        #expect(host.asked.isEmpty)
        await world.stop()
    }

    @Test func `a request that is sent again with its number is not done again`() async throws {
        let host = RecordingHost()
        let world = try await AgentWorld(host)
        let client = try #require(RawClient(world.socket))
        #expect(try client.greet())
        let ban = AgentVerb.bans(.ban([BanID(reading: "192.0.2.1")], in: JailName(existing: "one")))
        try client.send(7, ban)
        #expect(client.frame()?.id == 7)
        try client.send(7, ban)
        #expect(client.isClosed())
        #expect(host.changes.count == 1)
        let again = try #require(RawClient(world.socket))
        #expect(try again.greet())
        try again.send(7, ban)
        try again.send(6, ban)
        #expect(again.isClosed())
        #expect(await eventually { host.changes.count == 2 })
        await world.stop()
    }
}
