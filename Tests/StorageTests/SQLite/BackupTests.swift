import FoundationEssentials
import GRDB
import Synchronization
import Testing

@testable import Storage

/// Copies of a database that is in use, and whether a file is sound.
struct BackupTests {
    static func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func `a backup is the whole of one moment while events are written`() async throws {
        try await withFolder { folder throws in
            let database = try SQLiteDatabase(path: folder + "/b.sqlite")
            let writer = Task {
                var offset: Int64 = 0
                while !Task.isCancelled {
                    let events = (0..<200).map {
                        EventRecord.of("192.0.2.\($0)", .ban, at: offset + $0, offset: offset + $0)
                    }
                    offset += 200
                    let position = CaptureTests.position(1, offset: offset)
                    try await database.write(.telemetry) { transaction in
                        _ = try transaction.events.append(events)
                        try transaction.capture.save([position], host: "local")
                    }
                }
            }
            while try await database.read({ try $0.events.latestID() }) < 40_000 {
                try await Task.sleep(for: .milliseconds(20))
            }
            let seen = Mutex<[BackupProgress]>([])
            let copy = folder + "/copy.sqlite"
            try await database.backup(to: copy) { progress in seen.withLock { $0.append(progress) } }
            writer.cancel()
            _ = await writer.result
            let after = try await database.read { try $0.events.latestID() }
            await database.close()
            #expect(try Self.files(folder) == ["b.sqlite", "copy.sqlite"])
            #expect(try SQLiteFileTests.mode(copy) == 0o600)
            let steps = seen.withLock { $0 }
            #expect(steps.count > 1 && steps.map(\.done) == steps.map(\.done).sorted())
            #expect(steps.last.map { $0.done == $0.total && $0.total > 1_000_000 } == true)
            let check = try await SQLiteDatabase.check(path: copy)
            #expect(check == DatabaseCheck(schema: Migration.all.count, faults: []) && check.isSound)
            let restored = try SQLiteDatabase(path: copy)
            let latest = try await restored.read { try $0.events.latestID() }
            #expect(latest >= 40_000 && latest <= after)
            #expect(try await restored.read { try $0.capture.positions(host: "local") }.map(\.offset) == [latest])
            let hours = try await restored.read { try $0.events.hours(from: 0, to: .max) }
            #expect(hours.reduce(0) { $0 + $1.count } == latest)
            await restored.close()
        }
    }

    @Test func `a backup that fails or is stopped leaves what was there before`() async throws {
        try await withFolder { folder throws in
            let database = try SQLiteDatabase(path: folder + "/b.sqlite")
            try await database.write { try $0.settings.set("a", "b", at: 1, by: nil) }
            let copy = folder + "/copy.sqlite"
            try Data("before".utf8).write(to: URL(filePath: copy))
            let before = try Self.files(folder)
            await #expect(throws: CursorError.malformed) {
                try await database.backup(to: copy) { _ in throw CursorError.malformed }
            }
            await #expect(throws: CancellationError.self) {
                try await Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    try await database.backup(to: copy)
                }.value
            }
            await #expect(throws: StorageError.self) { try await database.backup(to: folder + "/none/copy.sqlite") }
            await #expect(throws: StorageError.failed("\(folder)/b.sqlite is the database itself")) {
                try await database.backup(to: folder + "/b.sqlite")
            }
            #expect(try Self.files(folder) == before)
            #expect(try Data(contentsOf: URL(filePath: copy)) == Data("before".utf8))
            try await database.backup(to: copy)
            #expect(try await SQLiteDatabase.check(path: copy).isSound)
            await database.close()
            await #expect(throws: StorageError.closed) { try await database.backup(to: copy) }
        }
    }

    /// A sound backup with some rows.
    static func make(_ path: String) async throws {
        let database = try SQLiteDatabase(path: path + ".origin")
        try await database.append((0..<5000).map { EventRecord.of("192.0.2.\($0 % 250)", .ban, at: Int64($0)) })
        try await database.backup(to: path)
        await database.close()
    }

    @Test func `a check changes nothing and finds what is damaged`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/a ?#%é.sqlite"
            try await Self.make(path)
            let files = try Self.files(folder)
            let sound = try Data(contentsOf: URL(filePath: path))
            #expect(try await SQLiteDatabase.check(path: path).isSound)
            #expect(try Self.files(folder) == files)
            #expect(try Data(contentsOf: URL(filePath: path)) == sound)
            var damaged = sound
            for page in stride(from: 20 * 4096, to: sound.count - 4096, by: 7 * 4096) {
                damaged.replaceSubrange(page..<(page + 200), with: [UInt8](repeating: 0x5a, count: 200))
            }
            try damaged.write(to: URL(filePath: path))
            #expect(try await Self.isFaulty(path))
            try sound.prefix(sound.count / 2).write(to: URL(filePath: path))
            #expect(try await Self.isFaulty(path))
        }
    }

    /// Whether a check finds faults, or cannot read on for them.
    static func isFaulty(_ path: String) async throws -> Bool {
        do {
            return try await !SQLiteDatabase.check(path: path).isSound
        } catch StorageError.damaged {
            return true
        }
    }

    @Test func `a row that refers to none is a fault`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            try await Self.make(path)
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write { try $0.execute(sql: "DELETE FROM events WHERE event_id = 7") }
            try queue.close()
            let faults = try await SQLiteDatabase.check(path: path).faults
            #expect(faults == ["rows of event_details refer to none"])
        }
    }

    @Test func `a file that is no database of this program is refused`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            await #expect(throws: StorageError.self) { try await SQLiteDatabase.check(path: path) }
            try Data().write(to: URL(filePath: path))
            await #expect(throws: StorageError.damaged("\(path) is no database of BanGUI")) {
                try await SQLiteDatabase.check(path: path)
            }
            try Data(repeating: 0x41, count: 10_000).write(to: URL(filePath: path))
            await #expect {
                try await SQLiteDatabase.check(path: path)
            } throws: { error in
                if case StorageError.damaged = error { true } else { false }
            }
            let later = folder + "/later.sqlite"
            let queue = try DatabaseQueue(path: later)
            try queue.write { try $0.execute(sql: "CREATE TABLE a (b); PRAGMA user_version = 999") }
            await #expect(throws: StorageError.newerSchema(found: 999, known: Migration.all.count)) {
                try await SQLiteDatabase.check(path: later)
            }
            try queue.write { try $0.execute(sql: "PRAGMA user_version = 1") }
            await #expect(throws: StorageError.damaged("\(later) is no database of BanGUI")) {
                try await SQLiteDatabase.check(path: later)
            }
            try queue.close()
        }
    }
}
