import Foundation
import Host
import TestSupport
import Testing

@testable import Agent

@Suite struct AuditHeadsTests {
    private func head(_ sequence: Int64, _ byte: UInt8 = 0xab) -> AgentAuditHead {
        AgentAuditHead(sequence: sequence, hash: Array(repeating: byte, count: 32))
    }

    @Test func `heads are added in lines of one width and read back after any number`() async throws {
        let folder = try TemporaryFolder()
        let file = AuditHeadsFile(path: folder.file("heads")) { 1_795_219_200 }
        #expect(try await file.heads(after: 0).isEmpty)
        for sequence in [1, 2, 5, 900] as [Int64] { try await file.append(head(sequence), by: 4001) }
        let lines = folder.read("heads").split(separator: "\n", omittingEmptySubsequences: false)
        let hash = String(repeating: "ab", count: 32)
        #expect(lines.count == 5 && lines.last == "")
        #expect(lines[3] == "0000000000000000900 \(hash) 001795219200 0000004001")
        #expect(lines.dropLast().allSatisfy { $0.utf8.count + 1 == AuditHeadLine.length })
        #expect(try await file.heads(after: 0).map(\.sequence) == [1, 2, 5, 900])
        #expect(try await file.heads(after: 2).map(\.sequence) == [5, 900])
        #expect(try await file.heads(after: 4) == [head(5), head(900)])
        #expect(try await file.heads(after: 900).isEmpty)
        var status = stat()
        #expect(stat(folder.file("heads"), &status) == 0 && status.st_mode & 0o7777 & ~0o640 == 0)
    }

    @Test func `a number that does not grow is refused, and the last one once more changes nothing`() async throws {
        let folder = try TemporaryFolder()
        let file = AuditHeadsFile(path: folder.file("heads")) { 7 }
        try await file.append(head(5), by: 0)
        try await file.append(head(5), by: 0)
        #expect(try await file.heads(after: 0).count == 1)
        for other in [head(5, 1), head(4), head(1)] {
            await #expect(throws: HostError.self) { try await file.append(other, by: 0) }
        }
        #expect(try await file.heads(after: 0) == [head(5)])
        // Another process finds the same.
        let again = AuditHeadsFile(path: folder.file("heads")) { 8 }
        await #expect(throws: HostError.self) { try await again.append(head(3), by: 0) }
    }

    @Test func `half a line of a power cut goes before the next`() async throws {
        let folder = try TemporaryFolder()
        let file = AuditHeadsFile(path: folder.file("heads")) { 7 }
        try await file.append(head(1), by: 0)
        try folder.write(folder.read("heads") + "00000000000", to: "heads")
        #expect(try await file.heads(after: 0) == [head(1)])
        try await file.append(head(2), by: 0)
        #expect(try await file.heads(after: 0) == [head(1), head(2)])
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
        #expect(try await client.auditHeads().map(\.sequence) == [1, 2, 3])
        #expect(try await client.auditHeads(after: 2) == [head(3)])
        await #expect(throws: HostError.self) { try await client.appendAuditHead(head(2)) }
        let lines = (4...20_500).map { AuditHeadLine(head: head($0), at: 7, user: 0).bytes }
        let handle = try #require(FileHandle(forWritingAtPath: world.configuration.auditHeads))
        handle.seekToEndOfFile()
        handle.write(Data(lines.joined()))
        #expect(try await client.auditHeads().map(\.sequence) == Array(1...20_500))
        #expect(world.log.lines.contains { $0.hasPrefix("notice audit.append") })
        await client.close()
        await world.stop()
    }
}
