import Agent
import Foundation
import Host
import TestSupport
import Testing

/// Who may connect.
@Suite(.serialized) struct PeerTests {
    /// A program that connects, greets and prints what it is told; run as another user.
    private static let stranger = """
        import socket, struct, sys
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(60)
        try:
            s.connect(sys.argv[1])
        except OSError as error:
            print(error.errno); sys.exit()
        body = b'{"protocolNumber":2}'
        try: s.sendall(struct.pack('>IQ', 8 + len(body), 0) + body)
        except OSError: pass
        data = b''
        try:
            while True:
                part = s.recv(4096)
                if not part: break
                data += part
                if b'welcome' in data: break
        except OSError: pass
        print(data[12:].decode())
        """

    private func ask(_ socket: String, as user: UInt32) throws -> String {
        try runProgram([
            "/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "/usr/bin/python3", "-c",
            Self.stranger, socket,
        ]).output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(.shows("ASVS-13.2.1"), .enabled(if: getuid() == 0, "only root can be another user"))
    func `another user cannot open the socket, and is told nothing where it could`() async throws {
        let world = try await AgentWorld(RecordingHost()) {
            $0.users = [4001]
            $0.group = 4002
        }
        chmod(world.folder.path, 0o755)
        #expect(try ask(world.socket, as: 4003) == "\(EACCES)")
        #expect(try ask(world.socket, as: 4001) == "\(EACCES)")
        // Whoever gets past the mode of the file is known by the kernel's word.
        chmod(world.socket, 0o666)
        #expect(try ask(world.socket, as: 4003) == #"{"refused":{"_0":{"user":{}}}}"#)
        #expect(try ask(world.socket, as: 4001).hasPrefix(#"{"welcome":"#))
        #expect(try ask(world.socket, as: 0).hasPrefix(#"{"welcome":"#))
        #expect(world.log.refusals.contains { $0.contains("does not name the user") && $0.contains("uid=4003") })
        await world.stop()
    }

    @Test func `the socket is for its owner and a group, and goes with the agent`() async throws {
        let world = try await AgentWorld(RecordingHost())
        var status = stat()
        #expect(stat(world.socket, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o660)
        #expect(status.st_uid == geteuid() && status.st_gid == world.configuration.group)
        let second = AgentServer(world.configuration, host: RecordingHost(), version: "2", logger: AgentLog().logger)
        await #expect(throws: AgentSocketError.inUse(world.socket)) { try await second.start() }
        await world.stop()
        #expect(stat(world.socket, &status) != 0)
    }

    @Test func `a socket that was left behind is replaced, and nothing else is`() async throws {
        let folder = try TemporaryFolder()
        var configuration = AgentConfiguration()
        configuration.socket = folder.file("agent.sock")
        configuration.group = getgid()
        let left = AgentSocketFile(configuration.socket)
        #expect(left.isThere)
        let server = AgentServer(configuration, host: RecordingHost(), version: "1", logger: AgentLog().logger)
        try await server.start()
        await server.stop()
        try folder.write("precious", to: "agent.sock")
        await #expect(throws: AgentSocketError.notASocket(configuration.socket)) { try await server.start() }
        #expect(folder.read("agent.sock") == "precious")
        try FileManager.default.removeItem(atPath: configuration.socket)
        chmod(folder.path, 0o777)
        await #expect(throws: AgentSocketError.openFolder(folder.path)) { try await server.start() }
        configuration.socket = folder.file(String(repeating: "x", count: 108))
        let long = AgentServer(configuration, host: RecordingHost(), version: "1", logger: AgentLog().logger)
        await #expect(throws: AgentSocketError.noSuchPath(configuration.socket)) { try await long.start() }
    }
}
