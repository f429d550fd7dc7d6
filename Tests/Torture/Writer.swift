import Glibc
import Storage

/// Writes acknowledged rows without end, and prints the id of each after its write has returned.
struct Writer {
    let path: String

    func run() async throws {
        let database = try SQLiteDatabase(path: path)
        let user = try await database.write { transaction in
            try transaction.users.find(nameKey: "torture")
                ?? transaction.users.insert(
                    name: "torture", nameKey: "torture", passwordHash: "-", isAdministrator: true, at: 0)
        }
        while true {
            try await say("session", writeSession(of: user.id, database))
            try await say("setting", writeSetting(database))
            try await say("operation", writeOperation(database))
        }
    }

    private func writeSession(of user: Int64, _ database: SQLiteDatabase) async throws -> String {
        let hash = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        let session = try await database.write { transaction in
            try transaction.sessions.insert(
                tokenHash: hash, userID: user, createdAt: 0, expiresAt: 1, address: "192.0.2.1", userAgent: "-")
        }
        return String(session.id)
    }

    private func writeSetting(_ database: SQLiteDatabase) async throws -> String {
        let key = randomID()
        try await database.write { try $0.settings.set(key, key, at: 0, by: nil) }
        return key
    }

    private func writeOperation(_ database: SQLiteDatabase) async throws -> String {
        let id = randomID()
        try await database.write { transaction in
            try transaction.operations.insert(
                Operation(
                    id: id, kind: "ban", actorID: nil, actorName: "torture", origin: "cli", address: nil, at: 0),
                items: [OperationItem(host: "local", jail: "sshd", id: "192.0.2.1", result: "done")])
        }
        return id
    }

    private func randomID() -> String {
        String((0..<26).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" })
    }

    /// One write call for each line: it is whole or absent, and is not held back in this process.
    private func say(_ kind: String, _ id: String) throws {
        let line = Array("\(kind) \(id)\n".utf8)
        guard line.withUnsafeBytes({ Glibc.write(1, $0.baseAddress, $0.count) }) == line.count else { exit(1) }
    }
}
