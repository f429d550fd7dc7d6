import Foundation
import Host
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import Agent

@Suite(.shows("ASVS-16.4.2")) struct AuditHeadsTests {
    private func head(_ sequence: Int64, _ byte: UInt8 = 0xab) -> AgentAuditHead {
        AgentAuditHead(sequence: sequence, hash: Array(repeating: byte, count: 32))
    }

    private func heads(_ file: AuditHeadsFile) async throws -> [AgentAuditHead] {
        try await file.lines(after: 0).lines.map(\.head)
    }

    @Test func `heads are added in lines of one width and read back after any number`() async throws {
        let folder = try TemporaryFolder()
        let file = AuditHeadsFile(path: folder.file("heads")) { 1_795_219_200 }
        #expect(try await file.lines(after: 0) == AgentAuditLines([], next: 0, all: 0))
        for sequence in [1, 2, 5, 900] as [Int64] { try await file.append(head(sequence), by: 4001) }
        let lines = folder.read("heads").split(separator: "\n", omittingEmptySubsequences: false)
        let hash = String(repeating: "ab", count: 32)
        #expect(lines.count == 5 && lines.last == "")
        #expect(lines[3] == "0000000000000000900 \(hash) 001795219200 0000004001")
        #expect(lines.dropLast().allSatisfy { $0.utf8.count + 1 == AuditHeadLine.length })
        #expect(try await heads(file).map(\.sequence) == [1, 2, 5, 900])
        let rest = try await file.lines(after: 2)
        #expect(rest.lines.map(\.head) == [head(5), head(900)] && rest.next == 4 && rest.all == 4)
        #expect(rest.lines.allSatisfy { $0.at == 1_795_219_200 && $0.user == 4001 })
        #expect(try await file.lines(after: 4) == AgentAuditLines([], next: 4, all: 4))
        #expect(try await file.lines(after: .max).lines.isEmpty)
        var status = stat()
        #expect(stat(folder.file("heads"), &status) == 0 && status.st_mode & 0o7777 & ~0o640 == 0)
    }

    @Test func `a number that does not grow is refused, and the last one once more changes nothing`() async throws {
        let folder = try TemporaryFolder()
        let file = AuditHeadsFile(path: folder.file("heads")) { 7 }
        try await file.append(head(5), by: 0)
        try await file.append(head(5), by: 0)
        #expect(try await heads(file).count == 1)
        for other in [head(5, 1), head(4), head(1)] {
            await #expect(throws: HostError.self) { try await file.append(other, by: 0) }
        }
        #expect(try await heads(file) == [head(5)])
        // Another process finds the same.
        let again = AuditHeadsFile(path: folder.file("heads")) { 8 }
        await #expect(throws: HostError.self) { try await again.append(head(3), by: 0) }
    }

    @Test func `half a line of a power cut goes before the next`() async throws {
        let folder = try TemporaryFolder()
        let file = AuditHeadsFile(path: folder.file("heads")) { 7 }
        try await file.append(head(1), by: 0)
        try folder.write(folder.read("heads") + "00000000000", to: "heads")
        #expect(try await heads(file) == [head(1)])
        try await file.append(head(2), by: 0)
        #expect(try await heads(file) == [head(1), head(2)])
        #expect(folder.read("heads").utf8.count == 2 * AuditHeadLine.length)
    }

    @Test func `where it cannot be written, that is told with its path`() async throws {
        let folder = try TemporaryFolder()
        for path in [folder.file("none/heads"), folder.path] {
            let file = AuditHeadsFile(path: path) { 7 }
            let error = await #expect(throws: HostError.self) { try await file.append(head(1), by: 0) }
            guard case .unreadable(path, .other) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("real"))
        let linked = AuditHeadsFile(path: folder.file("link")) { 7 }
        await #expect(throws: HostError.self) { try await linked.append(head(1), by: 0) }
        #expect(!FileManager.default.fileExists(atPath: folder.file("real")))
    }

    @Test func `the console adds and reads heads through the agent, in as many answers as it takes`() async throws {
        let world = try await AgentWorld(RecordingHost())
        let client = world.client()
        for sequence in 1...3 as ClosedRange<Int64> { try await client.appendAuditHead(head(sequence)) }
        #expect(try await client.auditLines().map(\.head.sequence) == [1, 2, 3])
        #expect(try await client.auditLines(after: 2).map(\.head) == [head(3)])
        #expect(try await client.lastAuditLines(2).map(\.head) == [head(2), head(3)])
        #expect(try await client.lastAuditLines(9).count == 3)
        await #expect(throws: HostError.self) { try await client.appendAuditHead(head(2)) }
        let lines = (4...20_500).map { AuditHeadLine.bytes(AgentAuditLine(head: head($0), at: 7, user: 0)) }
        let handle = try #require(FileHandle(forWritingAtPath: world.configuration.auditHeads))
        handle.seekToEndOfFile()
        handle.write(Data(lines.joined()))
        #expect(try await client.auditLines().map(\.head.sequence) == Array(1...20_500))
        #expect(world.log.lines.contains { $0.hasPrefix("notice audit.append") })
        await client.close()
        await world.stop()
    }

    @Test func `on root's word the numbers go on from a lower one, and a full file takes it too`() async throws {
        let folder = try TemporaryFolder()
        let file = AuditHeadsFile(path: folder.file("heads")) { 7 }
        for sequence in [1, 900] as [Int64] { try await file.append(head(sequence), by: 4001) }
        try await file.vouch(for: head(500, 1), by: 0)
        try await file.append(head(501), by: 4001)
        await #expect(throws: HostError.self) { try await file.append(head(500), by: 4001) }
        let lines = try await file.lines(after: 0).lines
        #expect(lines.map(\.head.sequence) == [1, 900, 500, 501] && lines.map(\.user) == [4001, 4001, 0, 4001])
        let line = AuditHeadLine.bytes(AgentAuditLine(head: head(1), at: 7, user: 4001))
        let count = AuditHeadsFile.longest / AuditHeadLine.length
        try Data(Array(repeatElement(line, count: count).joined())).write(to: URL(filePath: folder.file("heads")))
        await #expect(throws: HostError.self) { try await file.append(head(901), by: 4001) }
        try await file.vouch(for: head(2), by: 0)
        #expect(try await file.lines(after: Int64(count)).lines.map(\.head) == [head(2)])
    }

    @Test(.enabled(if: getuid() == 0, "only root can be another user"))
    func `nobody but root vouches, and the refusal is logged`() async throws {
        let world = try await AgentWorld(RecordingHost()) { $0.users = [4001] }
        chmod(world.folder.path, 0o755)
        chmod(world.socket, 0o666)
        let program = """
            import socket, struct, sys
            s = socket.socket(socket.AF_UNIX)
            s.settimeout(60)
            s.connect(sys.argv[1])
            for number, body in enumerate(sys.argv[2:]):
                s.sendall(struct.pack('>IQ', 8 + len(body), number) + body.encode())
                size = struct.unpack('>I', s.recv(4, socket.MSG_WAITALL))[0]
                print(s.recv(size, socket.MSG_WAITALL)[8:].decode())
            """
        let hello = String(buffer: try AgentCoding.bytes(of: AgentHello()))
        let words = String(buffer: try AgentCoding.bytes(of: AgentVerb.audit(.vouch(head(5)))))
        func ask(as user: Int) throws -> String {
            try runProgram([
                "/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "/usr/bin/python3", "-c",
                program, world.socket, hello, words,
            ]).output
        }
        #expect(try ask(as: 4001).contains("Only root vouches for an audit log."))
        #expect(!FileManager.default.fileExists(atPath: world.configuration.auditHeads))
        #expect(world.log.refusals.contains { $0.contains("uid=4001") && $0.contains("audit.vouch") })
        #expect(try ask(as: 0).contains("value"))
        let client = world.client()
        #expect(try await client.auditLines().map(\.user) == [0])
        await client.close()
        await world.stop()
    }

    @Test func `root's word is a connection that needs no thread, and tells why it cannot be had`() async throws {
        let world = try await AgentWorld(RecordingHost())
        let word = try RootsWord(path: world.socket)
        if getuid() == 0 {
            try word.vouch(for: head(7))
            let client = world.client()
            #expect(try await client.auditLines().map(\.head) == [head(7)])
            await client.close()
        } else {
            #expect(throws: HostError.notAllowed("Only root vouches for an audit log.")) {
                try word.vouch(for: head(7))
            }
        }
        await world.stop()
        #expect(throws: HostError.agent(.notRunning(path: world.socket))) { try RootsWord(path: world.socket) }
    }

    @Test func `a number far beyond the last is refused, so that no false head keeps all true ones out`() async throws {
        let folder = try TemporaryFolder()
        let clock = Mutex(Int64(1000))
        let file = AuditHeadsFile(path: folder.file("heads")) { clock.withLock { $0 } }
        await #expect(throws: HostError.self) { try await file.append(head(.max), by: 4001) }
        try await file.append(head(40), by: 4001)
        for far in [Int64.max, 40 + AuditGrowth.burst + 1] {
            let error = await #expect(throws: HostError.self) { try await file.append(head(far), by: 4001) }
            #expect("\(String(describing: error))".contains("entries beyond the last one anchored"))
        }
        try await file.append(head(41), by: 4001)
        try await file.append(head(40 + AuditGrowth.burst), by: 4001)
        await #expect(throws: HostError.self) { try await file.append(head(50 + AuditGrowth.burst), by: 4001) }
        // What has been added since counts, however long that was.
        clock.withLock { $0 += 86_400 }
        try await file.append(head(40 + AuditGrowth.burst + 86_400 * AuditGrowth.perSecond), by: 4001)
        // A clock that is set back gives nothing and takes nothing.
        clock.withLock { $0 = 5 }
        await #expect(throws: HostError.self) { try await file.append(head(9_000_000), by: 4001) }
        try await file.vouch(for: head(9_000_000), by: 0)
        // An agent that starts anew goes by its file.
        let again = AuditHeadsFile(path: folder.file("heads")) { 5 + 86_400 }
        await #expect(throws: HostError.self) { try await again.append(head(19_000_000), by: 4001) }
        try await again.append(head(9_900_000), by: 4001)
    }

    @Test func `a head that is refused is a line of the agent's log`() async throws {
        let world = try await AgentWorld(RecordingHost())
        let client = world.client()
        try await client.appendAuditHead(head(5))
        await #expect(throws: HostError.self) { try await client.appendAuditHead(head(5, 1)) }
        await #expect(throws: HostError.self) { try await client.appendAuditHead(head(.max)) }
        #expect(world.log.refusals.count == 2 && world.log.refusals.allSatisfy { $0.contains("audit.append") })
        await client.close()
        await world.stop()
    }
}
