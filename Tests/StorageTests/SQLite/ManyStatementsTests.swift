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

    @Test(.shows("ASVS-1.2.4")) func `each set of values asks once, and its rows tell which it was`() async throws {
        try await withDatabase { database throws in
            try await database.write {
                _ = try $0.executeMany(Self.insertion, ["key", "value", "at"], values: Self.rows(["a", "b", "c"]))
            }
            let query = "SELECT setting_key FROM settings WHERE setting_key >= :low AND setting_key < :high ORDER BY 1"
            let asked = ["b", "z", "a"] + Array(repeating: "y", count: 1100) + ["c"]
            let values = asked.flatMap { [Value.text("d"), .text($0)] }
            let found = try await database.read { transaction in
                var found: [String] = []
                try transaction.forEachOfMany(query, ["high", "low"], values: values) { place, row in
                    let key = row.text(0)
                    let value = try transaction.first(
                        "SELECT setting_value FROM settings WHERE setting_key = :key", ["key": .text(key)]
                    ) { $0.text(0) }
                    found.append("\(place) \(value ?? "")")
                }
                try transaction.forEachOfMany(query, ["high", "low"], values: []) { _, _ in found.append("none") }
                return found
            }
            #expect(found == ["0 v b", "0 v c", "2 v a", "2 v b", "2 v c", "1103 v c"])
        }
    }

    @Test func `what asks many times can stop, and tells of its errors`() async throws {
        struct Enough: Error {}
        try await withDatabase { database throws in
            let query = "SELECT 100 / CAST(:number AS INTEGER) AS share"
            let shares = try await database.read { transaction in
                var shares: [Int64] = []
                #expect(throws: Enough.self) {
                    try transaction.forEachOfMany(query, ["number"], values: [1, 2, 3, 4].map { .integer($0) }) {
                        shares.append($1.integer(0))
                        if $0 == 1 { throw Enough() }
                    }
                }
                // The connection is fit for use afterwards.
                try transaction.forEachOfMany(query, ["number"], values: [.integer(5)]) { shares.append($1.integer(0)) }
                return shares
            }
            #expect(shares == [100, 50, 20])
            await #expect(throws: StorageError.self) {
                try await database.read { try $0.forEachOfMany(query, ["other"], values: [.integer(1)]) { _, _ in } }
            }
        }
    }
}
