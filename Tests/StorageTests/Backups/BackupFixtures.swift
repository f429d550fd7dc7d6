import FoundationEssentials
import GRDB

@testable import Storage

/// Two rows far apart that every write sets alike, with much between them, so that a copy of two moments shows.
enum Twins {
    static func prepare(_ database: SQLiteDatabase) async throws {
        try await database.write { transaction throws in
            try transaction.settings.set("setup.id", "tower", at: 1, by: nil)
            for number in 0..<400 {
                try transaction.settings.set("m\(number)", String(repeating: "x", count: 2000), at: 1, by: nil)
            }
        }
        try await set(0, in: database)
    }

    static func set(_ number: Int, in database: SQLiteDatabase) async throws {
        try await database.write(.telemetry) { transaction throws in
            for key in ["a", "z"] { try transaction.settings.set(key, "\(number)", at: 1, by: nil) }
        }
    }

    static func read(_ path: String) throws -> (String?, String?) {
        (try SQLiteBackup.setting("a", of: path), try SQLiteBackup.setting("z", of: path))
    }
}

/// A backup in a folder, and ways to spoil it.
struct SomeBackup {
    let path: String
    static let secret = BackupFile(name: "session-secret", mode: 0o600, modifiedAt: 7, content: Array("key".utf8))
    static let stamp = SQLiteBackup.Stamp(programVersion: "0.1.0", madeAt: 1_800_000_000, setupID: "tower")

    /// Makes one of a database with one user, who is signed in.
    init(in folder: String) async throws {
        path = folder + "/backup"
        let database = try SQLiteDatabase(path: folder + "/b.sqlite")
        try await Twins.prepare(database)
        try await database.write { transaction throws in
            let user = try transaction.users.insert(
                name: "ada", nameKey: "ada", passwordHash: "hash", isAdministrator: true, at: 1)
            _ = try transaction.sessions.insert(
                tokenHash: [UInt8](repeating: 7, count: 32), userID: user.id, createdAt: 1, expiresAt: 1 << 40,
                address: "192.0.2.1", userAgent: "")
            _ = try transaction.apiTokens.insert(
                tokenHash: [UInt8](repeating: 8, count: 32), userID: user.id, name: "probe", nameKey: "probe",
                scopes: "read", createdAt: 1, expiresAt: 1 << 40)
        }
        _ = try SQLiteBackup.write(
            folder + "/b.sqlite", to: try Self.empty(path), files: [Self.secret], stamp: Self.stamp)
        await database.close()
    }

    /// Makes an empty file.
    static func empty(_ path: String) throws -> String {
        try Data().write(to: URL(filePath: path))
        return path
    }

    func execute(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    func bytes() throws -> Data { try Data(contentsOf: URL(filePath: path)) }
    func write(_ data: Data) throws { try data.write(to: URL(filePath: path)) }
}
