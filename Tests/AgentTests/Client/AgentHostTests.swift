import Agent
import Fail2ban
import Foundation
import Host
import Logging
import NIOCore
import TestSupport
import Testing

/// What the console sees of an agent that is not there, goes or comes back.
@Suite(.serialized) struct AgentHostTests {
    private let one = JailName(existing: "one")

    private func client(_ path: String) -> AgentHost {
        AgentHost(path: path, logger: Logger(label: "client", factory: Quiet.init))
    }

    @Test func `an agent that is missing, has died or is another's is told by its name`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("agent.sock")
        let client = client(path)
        await #expect(throws: HostError.agent(.notRunning(path: path))) { try await client.daemon() }
        await #expect(throws: HostError.agent(.notRunning(path: path))) { try await client.ping(deadline: .seconds(9)) }
        await #expect(throws: HostError.agent(.notRunning(path: path))) {
            _ = try await client.unban([BanID(reading: "192.0.2.1")], in: one)
        }
        #expect(AgentSocketFile(path).isThere)
        await #expect(throws: HostError.agent(.staleSocket(path: path))) { try await client.daemon() }
        #expect(client.clientOptions == ClientOptions())
        #expect(await !client.protectedNetworks().isEmpty)
        await client.close()
        await #expect(throws: HostError.closed) { try await client.daemon() }
    }

    @Test func `an agent that accepts and says nothing is told within the time for a sign of life`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("agent.sock")
        let mute = try #require(MuteListener(path))
        let client = client(path)
        await #expect(throws: HostError.agent(.silent(path: path))) {
            try await client.ping(deadline: .milliseconds(50))
        }
        await client.close()
        withExtendedLifetime(mute) {}
    }

    @Test func `an agent that comes back is reached again, and tells what root allows`() async throws {
        let host = RecordingHost()
        let world = try await AgentWorld(host) { $0.startCommand = ["/bin/true"] }
        let client = world.client()
        #expect(try await client.daemon().version.text == "1.1.0")
        #expect(client.agent?.powers == [.startDaemon])
        #expect(client.agent?.version == "1.2.3")
        try await client.startDaemon()
        #expect(host.changes == ["change startDaemon"])
        await world.stop()
        #expect(await eventually { (try? await client.daemon()) == nil })
        try await world.server.start()
        #expect(await eventually { (try? await client.daemon()) != nil })
        try await client.ping(deadline: .seconds(30))
        await client.close()
        await world.stop()
    }

    @Test func `a change whose answer never came may have happened`() async throws {
        var limits = PeerLimits()
        limits.farewell = .zero
        let host = RecordingHost(delay: .seconds(2))
        let world = try await AgentWorld(host, limits: limits)
        let client = world.client()
        let ban = Task { try await client.ban([BanID(reading: "192.0.2.1")], in: JailName(existing: "one")) }
        #expect(await eventually { host.changes.count == 1 })
        await world.stop()
        await #expect(throws: HostError.unknownOutcome) { try await ban.value }
        await client.close()
    }

    @Test func `an agent that stops lets a change end first`() async throws {
        let host = RecordingHost(delay: .milliseconds(300))
        let world = try await AgentWorld(host)
        let client = world.client()
        async let ban = client.ban([BanID(reading: "192.0.2.1")], in: one)
        #expect(await eventually { host.changes.count == 1 })
        await world.stop()
        #expect(try await ban.newlyBanned == 1)
        await client.close()
    }

    @Test func `long lists go in parts that fit, whatever the ids are`() async throws {
        let host = RecordingHost()
        let world = try await AgentWorld(host)
        let client = world.client()
        let many = (0..<1234).map { BanID(reading: "10.0.\($0 / 250).\($0 % 250)") }
        #expect(try await client.ban(many, in: one).newlyBanned == 1234)
        #expect(host.changes.count == 5)
        #expect(try await client.isBanned(many, in: one).count == 1234)
        let long = (0..<40).map { BanID.raw("\($0)" + String(repeating: "\u{1}", count: 2000)) }
        #expect(try await client.unban(long, in: one) == 40)
        #expect(try await client.isBanned([], in: one) == [])
        let places = (0..<1500).map { number in
            LogPosition(
                generation: Array(repeating: UInt8(number & 255), count: 17), device: 1 << 62, inode: .max - 1,
                offset: 1 << 59, lastTime: 1_795_219_200_000)
        }
        #expect(try await client.log(after: places, limit: 1).positions.count == 1500)
        await #expect(throws: HostError.protocolViolation("the request is longer than 128 KiB")) {
            try await client.unban([.raw(String(repeating: "x", count: 140_000))], in: one)
        }
        await client.close()
        await world.stop()
    }

    @Test func `a hundred thousand bans come through whole and in a moment`() async throws {
        let world = try await AgentWorld(RecordingHost(listed: 100_000))
        let client = world.client()
        let clock = ContinuousClock()
        var told: BanSnapshot?
        let time = try await clock.measure { told = try await client.bans(in: one) }
        #expect(told == RecordingHost.snapshot(100_000, in: one))
        // Far above what it takes, far below what a list in JSON would.
        #expect(time < .seconds(20), "\(time)")
        await client.close()
        await world.stop()
    }
}

/// Accepts connections and says nothing.
final class MuteListener {
    private let descriptor: Int32

    init?(_ path: String) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let outcome = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if outcome != 0 || listen(descriptor, 8) != 0 { return nil }
    }

    deinit { close(descriptor) }
}
