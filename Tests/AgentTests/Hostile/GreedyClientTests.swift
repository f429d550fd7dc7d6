import Agent
import Fail2ban
import Foundation
import Host
import NIOCore
import TestSupport
import Testing

/// Someone who has taken over the console takes as much as there is.
@Suite(.serialized) struct GreedyClientTests {
    private let one = JailName(existing: "one")

    @Test func `what comes slowly, by half or not at all is cut off in its time`() async throws {
        var limits = PeerLimits()
        limits.frameTime = .milliseconds(300)
        let world = try await AgentWorld(RecordingHost(), limits: limits)
        let silent = try #require(RawClient(world.socket))
        let half = try #require(RawClient(world.socket))
        #expect(try half.greet())
        half.send(Array(RawClient.frame(1, #"{"jail":{"_0":{"counters":{}}}}"#).dropLast()))
        let slow = try #require(RawClient(world.socket))
        #expect(try slow.greet())
        // One byte now and then never makes the whole: its time counts from its first byte.
        for byte in RawClient.frame(1, String(repeating: "x", count: 5000)) {
            guard slow.send([byte]) else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(slow.isClosed() && half.isClosed() && silent.isClosed())
        #expect(world.log.refusals.count { $0.contains("did not come in time") } == 3, "\(world.log.lines)")
        await world.stop()
    }

    @Test func `requests whose answers nobody takes are bounded, and whoever sends them is cut off`() async throws {
        var limits = PeerLimits()
        limits.replyTime = .seconds(1)
        let host = RecordingHost(listed: 50_000)
        let world = try await AgentWorld(host, limits: limits)
        let before = Self.memory()
        let greedy = try #require(RawClient(world.socket))
        #expect(try greedy.greet())
        var sent = 0
        for id in 1...5000 as ClosedRange<UInt64> {
            guard greedy.send(RawClient.frame(id, #"{"bans":{"_0":{"list":{"in":"one"}}}}"#), patience: 200) else {
                break
            }
            sent += 1
        }
        let client = world.client()
        #expect(try await client.daemon().version.text == "1.1.0")
        #expect(
            await eventually(within: 20) { world.log.refusals.contains { $0.contains("does not take its answers") } },
            "\(world.log.lines.suffix(9)), \(sent) sent, \(host.asked.count) asked")
        // Eight may be under way, two of them at once: the rest was never read.
        #expect(host.asked.count { $0.hasPrefix("bans") } <= 16, "\(host.asked.count) of \(sent)")
        #expect(Self.memory() - before < 200 << 20)
        await client.close()
        await world.stop()
    }

    @Test func `nine connections of a user are one too many`() async throws {
        let world = try await AgentWorld(RecordingHost())
        var open: [RawClient] = []
        for _ in 0..<8 {
            let client = try #require(RawClient(world.socket))
            #expect(try client.greet())
            open.append(client)
        }
        let client = world.client()
        await #expect(throws: HostError.agent(.tooManyConnections(path: world.socket))) {
            try await client.daemon()
        }
        open = []
        #expect(await eventually { (try? await client.daemon()) != nil })
        #expect(world.log.refusals.contains { $0.contains("the user has too many connections") })
        await client.close()
        await world.stop()
    }

    @Test func `more than a share of changes waits, and is refused where that takes too long`() async throws {
        var limits = PeerLimits()
        limits.ids = .init(burst: 100, perSecond: 200)
        limits.patience = .seconds(1)
        let host = RecordingHost()
        let world = try await AgentWorld(host, limits: limits)
        let client = world.client()
        let ids = (0..<100).map { BanID(reading: "192.0.2.\($0)") }
        let clock = ContinuousClock()
        _ = try await client.ban(ids, in: one)
        #expect(try await clock.measure { _ = try await client.ban(ids, in: one) } > .milliseconds(300))
        let more = (0..<3).map { _ in Task { try await client.ban(ids, in: JailName(existing: "one")) } }
        await #expect(throws: HostError.busy) { for task in more { _ = try await task.value } }
        #expect(world.log.refusals.contains { $0.contains("too much at once") && $0.contains("bans.ban") })
        // Another subject is not held up.
        _ = try await client.counters()
        await client.close()
        await world.stop()
    }

    @Test func `many requests at once of an honest client are all answered`() async throws {
        let host = RecordingHost(listed: 10)
        let world = try await AgentWorld(host)
        let client = world.client()
        let answers = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<60 {
                group.addTask {
                    number.isMultiple(of: 2)
                        ? (try? await client.bans(in: one).bans.count) == 10 : (try? await client.counters()) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answers == 60)
        await client.close()
        await world.stop()
    }

    /// Bytes of this process in memory.
    private static func memory() -> Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (pages.flatMap { Int($0[1]) } ?? 0) * 4096
    }
}
