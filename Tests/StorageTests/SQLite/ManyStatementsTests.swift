import Storage
import TestSupport
import Testing

/// A statement run for many sets of values.
struct ManyStatementsTests {
    static let insertion = """
        INSERT INTO settings (changed_at, setting_key, setting_value) VALUES (:at, :key, :value)
        ON CONFLICT (setting_key) DO NOTHING
        """

    static func rows(_ keys: [String]) -> [Value] { keys.flatMap { [.text($0), .text("v " + $0), .integer(7)] } }

    @Test(.shows("ASVS-1.2.4")) func `each set of values is one run, bound by name`() async throws {
        try await withDatabase { database throws in
            let names = ["key", "value", "at"]
            let changed = try await database.write { transaction in
                try [
                    transaction.executeMany(Self.insertion, names, values: Self.rows(["a", "b", "a"])),
                    transaction.executeMany(Self.insertion, names, values: Self.rows(["c", "b"])),
                    transaction.executeMany(Self.insertion, names, values: []),
                ]
            }
            #expect(changed == [2, 1, 0])
            let settings = try await database.read { try $0.settings.all() }
            #expect(settings == ["a": "v a", "b": "v b", "c": "v c"])
        }
    }

    @Test func `names and values that do not fit are refused`() async throws {
        try await withDatabase { database throws in
            for names in [
                ["key", "value"], ["key", "value", "at", "more"], ["key", "value", "value"], ["key", "value", "x"],
            ] {
                await #expect(throws: StorageError.self) {
                    try await database.write {
                        try $0.executeMany(Self.insertion, names, values: Self.rows(["a"]))
                    }
                }
            }
            await #expect(throws: StorageError.self) {
                try await database.write {
                    try $0.executeMany(Self.insertion, ["key", "value", "at"], values: Self.rows(["a"]).dropLast())
                }
            }
            await #expect(throws: StorageError.self) {
                try await database.write {
                    try $0.executeMany("SELECT :a", ["a"], values: [.integer(1)])
                }
            }
            #expect(try await database.read { try $0.settings.all() }.isEmpty)
        }
    }

    @Test(.shows("ASVS-2.3.3")) func `a rule of the schema that one set breaks undoes them all`() async throws {
        try await withDatabase { database throws in
            await #expect {
                try await database.write {
                    try $0.executeMany(Self.insertion, ["key", "value", "at"], values: Self.rows(["a", "", "b"]))
                }
            } throws: { error in
                guard case StorageError.constraint(let words) = error else { return false }
                return words.contains("setting_key")
            }
            #expect(try await database.read { try $0.settings.all() }.isEmpty)
            // The statement is fit for use afterwards.
            _ = try await database.write {
                try $0.executeMany(Self.insertion, ["key", "value", "at"], values: Self.rows(["a"]))
            }
            #expect(try await database.read { try $0.settings.all() }.count == 1)
        }
    }
}
