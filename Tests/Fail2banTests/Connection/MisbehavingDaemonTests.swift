import Fail2ban
import Logging
import Pickle
import TestSupport
import Testing

@Suite(.serialized) struct MisbehavingDaemonTests {
    static let pong = ScriptedDaemon.pong
    static let jail = JailName(existing: "one")

    private func connection(_ path: String, _ limits: ConnectionLimits = ConnectionLimits()) -> Fail2banConnection {
        Fail2banConnection(path: path, limits: limits, logger: Logger(label: "test"))
    }

    @Test(.shows("ABUSE-2")) func `a stalled reading command times out and the next one connects anew`() async throws {
        let daemon = try ScriptedDaemon { $0 == 0 ? .stall : .send(Self.pong) }
        let connection = connection(daemon.socketPath)
        let start = ContinuousClock.now
        await #expect(throws: Fail2banError.timedOut) { try await connection.send(.ping, deadline: .milliseconds(200)) }
        #expect(start.duration(to: .now) >= .milliseconds(190))
        #expect(start.duration(to: .now) < .seconds(30))
        try await connection.send(.ping)
        #expect(daemon.connections == 2)
    }

    @Test(.shows("ABUSE-1")) func `a stalled change has an unknown outcome, and what waited behind it is only late`()
        async throws
    {
        let daemon = try ScriptedDaemon { $0 == 0 ? .stall : .send(Self.pong) }
        let connection = connection(daemon.socketPath)
        let change = Task { try await connection.send(.stop(Self.jail), deadline: .seconds(2)) }
        #expect(await eventually { daemon.requests.count == 1 })
        await #expect(throws: Fail2banError.timedOut) {
            try await connection.send(.stop(Self.jail), deadline: .milliseconds(100))
        }
        await #expect(throws: Fail2banError.unknownOutcome) { try await change.value }
        #expect(daemon.requests.count == 1)
    }

    @Test(.shows("ABUSE-1"), arguments: [0, 1, 10, 22, 30])
    func `a daemon that hangs up mid reply is asked once more, a change is not`(
        _ count: Int
    ) async throws {
        let daemon = try ScriptedDaemon { _ in .hangUp(after: Array(Self.pong.prefix(count))) }
        let connection = connection(daemon.socketPath)
        await #expect(throws: Fail2banError.connectionLost) { try await connection.send(.ping) }
        #expect(daemon.requests.count == (count == 0 ? 2 : 1))
        await #expect(throws: Fail2banError.unknownOutcome) { try await connection.send(.stop(Self.jail)) }
        #expect(daemon.requests.count == (count == 0 ? 3 : 2))
    }

    @Test(
        .shows("ABUSE-6"),
        arguments: [
            Array("HTTP/1.1 400 Bad Request\r\n".utf8), [0x80, 4, 0x4e, 0x2e] + Array("<F2B_END_COMMANX>".utf8),
            ScriptedDaemon.pong + ScriptedDaemon.pong, [0x80, 4, 0x58, 0xff, 0xff, 0xff, 0xff],
        ]) func `garbage ends in an error at once and the connection is replaced`(_ bytes: [UInt8]) async throws
    {
        let daemon = try ScriptedDaemon { $0 == 0 ? .send(bytes) : .send(Self.pong) }
        let connection = connection(daemon.socketPath)
        let error = await #expect(throws: Fail2banError.self) { try await connection.send(.ping) }
        guard case .malformedReply? = error else { return #expect(Bool(false), "\(String(describing: error))") }
        try await connection.send(.ping)
        #expect(daemon.connections == 2)
    }

    @Test func `a reply that is whole but no answer to the command is malformed`() async throws {
        let daemon = try ScriptedDaemon { _ in .send(Self.pong) }
        let connection = connection(daemon.socketPath)
        let error = await #expect(throws: Fail2banError.self) { try await connection.send(.jails) }
        guard case .malformedReply? = error else { return #expect(Bool(false), "\(String(describing: error))") }
        await #expect(throws: Fail2banError.unknownOutcome) {
            try await connection.send(.ban([.raw("192.0.2.1")], in: Self.jail))
        }
    }

    @Test(.shows("ABUSE-6")) func `a stream without end is cut at the limit`() async throws {
        let daemon = try ScriptedDaemon { _ in .endless([UInt8](repeating: 0x4e, count: 65_536)) }
        let connection = connection(daemon.socketPath, ConnectionLimits(replyBytes: 1 << 20))
        let error = await #expect(throws: Fail2banError.self) {
            try await connection.send(.ping, deadline: .seconds(30))
        }
        guard case .malformedReply? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func `a reply in single bytes arrives whole, with the terminator's text inside it`() async throws {
        let reply =
            try PickleValue.tuple([.int(0), .text(".<F2B_END_COMMAND>.")]).encoded() + ScriptedDaemon.terminator
        let daemon = try ScriptedDaemon { _ in .drip(reply.map { [$0] }, pause: 1) }
        #expect(try await connection(daemon.socketPath).send(.logTarget) == ".<F2B_END_COMMAND>.")
    }

    @Test(.shows("ABUSE-2")) func `over sixty-four waiting commands the next one is refused at once`() async throws {
        let daemon = try ScriptedDaemon { _ in .stall }
        let connection = connection(daemon.socketPath)
        await withTaskGroup(of: Fail2banError?.self) { group in
            for _ in 0..<80 {
                group.addTask {
                    do throws(Fail2banError) {
                        try await connection.send(.ping, deadline: .seconds(2))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            var errors: [Fail2banError: Int] = [:]
            for await error in group { errors[error ?? .closed, default: 0] += 1 }
            // One is under way, or two where the first was sent before the rest came.
            #expect((14...16).contains(errors[.overloaded] ?? 0))
            // Where a burst of new connections fills the daemon's queue, being late has that reason.
            let late = errors[.timedOut, default: 0] + errors[.saturated(path: daemon.socketPath), default: 0]
            #expect(late + errors[.overloaded, default: 0] == 80)
        }
    }

    @Test(.shows("ABUSE-3")) func `a full queue of connections is retried until there is room, or until the deadline`()
        async throws
    {
        let daemon = try ScriptedDaemon(backlog: 1, accepting: false) { _ in .stall }
        let waiting = (0..<2).map { _ in connection(daemon.socketPath) }
        let blockers = waiting.map { blocker in
            Task { try? await blocker.send(.ping, deadline: .seconds(60)) }
        }
        let late = connection(daemon.socketPath)
        // As soon as the others wait.
        let isRefused = await eventually {
            do throws(Fail2banError) {
                try await late.send(.ping, deadline: .milliseconds(300))
                return false
            } catch {
                return error == .saturated(path: daemon.socketPath)
            }
        }
        #expect(isRefused)
        async let reply: Void = late.send(.ping, deadline: .seconds(60))
        try await Task.sleep(for: .milliseconds(100))
        daemon.accept { _ in .send(Self.pong) }
        try await reply
        for blocker in blockers { await blocker.value }
    }

    @Test func `a cancelled task leaves the order of replies as it is`() async throws {
        let late = try PickleValue.tuple([.int(0), .text("late")]).encoded() + ScriptedDaemon.terminator
        let right = try PickleValue.tuple([.int(0), .text("right")]).encoded() + ScriptedDaemon.terminator
        let daemon = try ScriptedDaemon { $0 == 0 ? .drip([[], late], pause: 2000) : .send(right) }
        let connection = connection(daemon.socketPath)
        let first = Task { try await connection.send(.logTarget, deadline: .seconds(30)) }
        let waiting = Task { try await connection.send(.logTarget, deadline: .seconds(30)) }
        #expect(await eventually { daemon.requests.count == 1 })
        first.cancel()
        waiting.cancel()
        await #expect(throws: Fail2banError.cancelled) { try await first.value }
        await #expect(throws: Fail2banError.cancelled) { try await waiting.value }
        #expect(try await connection.send(.logTarget, deadline: .seconds(30)) == "right")
        #expect(daemon.connections == 1)
    }

    @Test func `no socket, a socket nobody listens on, and a path too long are told apart`() async throws {
        let folder = try TemporaryFolder()
        let missing = folder.file("missing")
        await #expect(throws: Fail2banError.notRunning(path: missing)) { try await connection(missing).send(.ping) }
        let daemon = try ScriptedDaemon { _ in .stall }
        daemon.stop()
        await #expect(throws: Fail2banError.staleSocket(path: daemon.socketPath)) {
            try await connection(daemon.socketPath).send(.ping)
        }
        let long = "/tmp/" + String(repeating: "a", count: 110)
        await #expect(throws: Fail2banError.pathTooLong(path: long)) { try await connection(long).send(.ping) }
    }

    @Test func `a closed connection runs nothing any more, and ends what waits`() async throws {
        let daemon = try ScriptedDaemon { _ in .stall }
        let connection = connection(daemon.socketPath)
        let reading = Task { try await connection.send(.ping) }
        #expect(await eventually { daemon.requests.count == 1 })
        await connection.close()
        await #expect(throws: Fail2banError.closed) { try await reading.value }
        await #expect(throws: Fail2banError.closed) { try await connection.send(.ping) }
    }

    @Test(.shows("ASVS-1.4.3")) func `hundreds of failed commands leave no descriptor open`() async throws {
        let daemon = try ScriptedDaemon { _ in .hangUp(after: [0x80]) }
        let connection = connection(daemon.socketPath)
        for _ in 0..<300 { _ = try? await connection.send(.ping) }
        await connection.close()
        #expect(await eventually { SocketCount.connected(to: daemon.socketPath) == 0 })
    }
}
