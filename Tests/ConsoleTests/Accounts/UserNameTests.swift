import Testing

@testable import Console

struct UserNameTests {
    @Test(arguments: [
        ("ada", "ada", "ada"), ("  Ada \n", "Ada", "ada"), ("A\u{308}", "Ä", "ä"), ("ÄRGER", "ÄRGER", "ärger"),
        ("a b", "a b", "a b"), ("ada@example.org", "ada@example.org", "ada@example.org"),
    ])
    func `keeps the spelling and folds the key`(typed: String, text: String, key: String) throws {
        let name = try UserName(typed)
        #expect(Array(name.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(Array(name.key.unicodeScalars) == Array(key.unicodeScalars))
    }

    @Test(arguments: [
        ("", UserName.Failure.empty), (" \t ", .empty), (String(repeating: "a", count: 65), .tooLong),
        (String(repeating: "a", count: 100_000), .tooLong), ("a\u{0}b", .forbiddenCharacter(0)),
        ("a\nb", .forbiddenCharacter(10)),
        ("a\u{202e}b", .forbiddenCharacter(0x202e)), ("a\u{200b}b", .forbiddenCharacter(0x200b)),
        ("a\u{feff}b", .forbiddenCharacter(0xfeff)), ("a\u{00a0}b", .forbiddenCharacter(0xa0)),
        ("a\u{e000}", .forbiddenCharacter(0xe000)), ("a\u{115f}", .forbiddenCharacter(0x115f)),
        ("a\u{2028}b", .forbiddenCharacter(0x2028)),
    ])
    func `refuses what cannot be seen or is too long`(typed: String, failure: UserName.Failure) {
        #expect(throws: failure) { try UserName(typed) }
    }

    @Test func `takes 64 characters`() throws {
        #expect(try UserName(String(repeating: "ß", count: 64)).text.unicodeScalars.count == 64)
    }
}
