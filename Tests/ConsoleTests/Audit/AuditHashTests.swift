import Storage
import TestSupport
import Testing

@testable import Console

@Suite struct AuditHashTests {
    private let record = AuditRecord(
        sequence: 2, at: 1_800_000_000, actorID: 7, actorName: "ada", origin: "web", address: "192.0.2.1", kind: "ban",
        subject: "203.0.113.9", jail: "sshd", result: "done", previous: [UInt8](0..<32))

    @Test(.shows("ASVS-11.4.3")) func `the encoding is the one that the documents describe`() {
        var bytes: [UInt8] = [1]
        func add(_ field: [UInt8]?) {
            bytes += field.map { [1, 0, 0, 0, UInt8($0.count)] + $0 } ?? [0]
        }
        add([UInt8](0..<32))
        add([0, 0, 0, 0, 0, 0, 0, 2])
        add([0, 0, 0, 0, 0x6b, 0x49, 0xd2, 0x00])
        add([0, 0, 0, 0, 0, 0, 0, 7])
        for text in ["ada", "web", "192.0.2.1", "ban", "203.0.113.9", nil, "sshd", nil, nil, "done", nil, nil] {
            add(text.map { Array($0.utf8) })
        }
        #expect(AuditHash.encoding(record) == bytes)
        #expect(AuditHash.of(record).count == 32)
    }

    @Test(.shows("ASVS-16.4.1")) func `what stands in one field cannot pass for what stands in two`() {
        var (one, two) = (record, record)
        (one.before, one.after) = ("ab", "")
        (two.before, two.after) = ("a", "b")
        #expect(AuditHash.of(one) != AuditHash.of(two))
        (one.before, one.after) = (nil, "a")
        (two.before, two.after) = ("a", nil)
        #expect(AuditHash.of(one) != AuditHash.of(two))
        (one.before, two.before) = (nil, "")
        (one.after, two.after) = (nil, nil)
        #expect(AuditHash.of(one) != AuditHash.of(two))
    }

    @Test func `two logs that tell the same are different chains`() async throws {
        let (one, two) = (try AuditWorld(), try AuditWorld())
        #expect(try await one.note(["a"]) != two.note(["a"]))
    }

    @Test func `texts are cut to what an entry holds, in whole characters, and have no U+0000`() async throws {
        let world = try AuditWorld()
        let event = AuditEvent(
            .ban, subject: String(repeating: "é", count: 5000), before: "a\u{0}b",
            detail: String(repeating: "x", count: 1000))
        try await world.database.write { _ = try $0.note(event, by: .ada, at: 1) }
        let record = try #require(try await world.database.read { try $0.audit.run(after: 0, limit: 1) }.first)
        #expect(record.subject == String(repeating: "é", count: 250) + "…")
        #expect(record.before == "a\u{fffd}b")
        #expect(record.detail?.utf8.count == 1000)
        #expect(try await world.report().isUnbroken)
    }

    @Test func `a list tells the first few and how many more there are`() {
        #expect(AuditText.list([]) == nil)
        #expect(AuditText.list(["a"]) == "a")
        #expect(AuditText.list(["a", "b", "a"]) == "a, b")
        #expect(AuditText.list((1...5).map { "\($0)" }) == "1, 2, 3, 4, 5")
        #expect(AuditText.list((1...50_000).map { "\($0)" }) == "1, 2, 3, 4, 5 and 49995 more")
    }

    @Test func `entries that are written at the same time get one number each, without a gap`() async throws {
        let world = try AuditWorld()
        let other = try SQLiteDatabase(path: world.folder.file("bangui.sqlite"), busyTimeout: 60)
        await withTaskGroup { group in
            for number in 0..<40 {
                group.addTask {
                    let database = number.isMultiple(of: 2) ? world.database : other
                    _ = try? await database.write { _ = try $0.note(AuditEvent(.ban), by: .ada, at: 1) }
                }
            }
        }
        await other.close()
        let report = try await world.report()
        #expect(report.isUnbroken)
        #expect(report.entries == 40)
    }

    @Test(.shows("ASVS-2.3.3")) func `an entry counts with its transaction or not at all`() async throws {
        let world = try AuditWorld()
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await world.database.write { transaction -> Void in
                try transaction.note(AuditEvent(.ban), by: .ada, at: 1)
                throw Stop()
            }
        }
        try await world.note(["a"])
        #expect(try await world.report().entries == 1)
    }
}

@Suite struct AuditAnchorFileTests {
    @Test func `heads come back in the order in which they were added`() async throws {
        let folder = try TemporaryFolder()
        let file = AuditAnchorFile(folder.directory)
        #expect(try await file.heads() == [])
        let heads = [3, 1, 2].map { AuditHead(sequence: $0, hash: Array(repeating: UInt8($0), count: 32)) }
        for head in heads { try await file.append(head) }
        #expect(try await file.heads().map(\.head) == heads)
        #expect(try folder.mode(file.place) == 0o600)
    }

    @Test func `half a line and what is no head tell nothing`() async throws {
        let folder = try TemporaryFolder()
        let hash = String(repeating: "ab", count: 32)
        let long = String(repeating: "9", count: 100_000)
        try folder.write("x\n1 \(hash)\n2 ab\n-3 \(hash)\n\(long) \(hash)\n4 \(hash)\n5 \(hash)", to: "audit-heads")
        let heads = try await AuditAnchorFile(folder.directory).heads()
        #expect(heads.map(\.head.sequence) == [1, 4])
    }

    @Test func `a file that cannot be written is told`() async throws {
        let folder = try TemporaryFolder()
        let file = AuditAnchorFile(DataDirectory(path: folder.file("none")))
        await #expect(throws: AuditAnchorError.self) {
            try await file.append(AuditHead(sequence: 1, hash: Array(repeating: 0, count: 32)))
        }
    }
}
