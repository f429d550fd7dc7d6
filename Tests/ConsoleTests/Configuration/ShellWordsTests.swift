import Host
import TestSupport
import Testing

@testable import Console

@Suite(.shows("ASVS-1.2.5")) struct ShellWordsTests {
    @Test(arguments: [
        ("systemctl start fail2ban", ["systemctl", "start", "fail2ban"]),
        ("  a\t b \n c ", ["a", "b", "c"]),
        ("a 'b c' \"d e\"", ["a", "b c", "d e"]),
        ("a'b'\"c\"d", ["abcd"]),
        ("'' \"\"", ["", ""]),
        ("a\\ b \\'", ["a b", "'"]),
        (#""\$x \`y \" \\ \n""#, [#"$x `y " \ \n"#]),
        (#"'\n $x'"#, [#"\n $x"#]),
        ("a\\\nb", ["ab"]),
        ("echo $(id) `id` | sh; rm * > x &", ["echo", "$(id)", "`id`", "|", "sh;", "rm", "*", ">", "x", "&"]),
        ("", []),
        ("grüß 'gott'", ["grüß", "gott"]),
    ])
    func `splits as a shell does and expands nothing`(text: String, words: [String]) throws {
        #expect(try ShellWords.split(text) == words)
    }

    @Test(arguments: [
        ("sh 'a", ShellWords.Failure.openSingleQuote(at: 4)),
        ("sh \"a", .openDoubleQuote(at: 4)),
        ("sh \"a\\\"", .openDoubleQuote(at: 4)),
        ("sh a\\", .danglingBackslash),
        ("a\0b", .nul(at: 2)),
    ])
    func `refuses by name what is not balanced`(text: String, failure: ShellWords.Failure) {
        #expect(throws: failure) { try ShellWords.split(text) }
    }

    @Test func `gives back any words that were quoted`() throws {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("ab '\"\\$`;|\n\tü".unicodeScalars)
        for _ in 0..<2000 {
            let words = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                String(
                    String.UnicodeScalarView(
                        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                            alphabet.randomElement(using: &generator)!
                        }))
            }
            let quoted = words.map { word in
                "'"
                    + String(
                        String.UnicodeScalarView(
                            word.unicodeScalars.flatMap { $0 == "'" ? Array("'\\''".unicodeScalars) : [$0] })) + "'"
            }
            #expect(try ShellWords.split(quoted.joined(separator: " ")) == words)
        }
    }
}
