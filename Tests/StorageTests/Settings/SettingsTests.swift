import Storage
import TestSupport
import Testing

struct SettingsTests {
    @Test func `a setting is what was set last`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let settings = transaction.settings
                #expect(try settings.value("theme") == nil)
                try settings.set("theme", "dark", at: 1, by: nil)
                try settings.set("theme", "light", at: 2, by: nil)
                try settings.set("empty", "", at: 2, by: nil)
                #expect(try settings.value("theme") == "light")
                #expect(try settings.all() == ["theme": "light", "empty": ""])
                try settings.remove("theme")
                try settings.remove("unknown")
                #expect(try settings.all() == ["empty": ""])
            }
        }
    }

    @Test func `a setting outlives the account that set it`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let user = try transaction.users.insert(
                    name: "A", nameKey: "a", passwordHash: "h", isAdministrator: true, at: 1)
                try transaction.settings.set("theme", "dark", at: 1, by: user.id)
                try transaction.users.delete(id: user.id)
                #expect(try transaction.settings.value("theme") == "dark")
            }
        }
    }

    @Test(.shows("ASVS-1.2.4")) func `any text comes back byte for byte`() async throws {
        try await withDatabase { database throws in
            let texts = ["\u{0}a\u{0}", "e\u{301}", "\u{E9}", "'\";--", "😀", ""]
            try await database.write { transaction throws in
                for (index, text) in texts.enumerated() {
                    try transaction.settings.set("key \(index)", text, at: 1, by: nil)
                }
            }
            let found = try await database.read { try $0.settings.all() }
            for (index, text) in texts.enumerated() {
                #expect(found["key \(index)"].map { Array($0.utf8) } == Array(text.utf8))
            }
        }
    }
}
