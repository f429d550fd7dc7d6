import Glibc
import TestSupport
import Testing

@testable import Console

struct DotEnvTests {
    @Test(arguments: [
        ("A=b", "b"), ("A=", ""), (" A = b ", "b"), ("export A=b", "b"), ("export\tA=b", "b"),
        ("A=b # c", "b"), ("A=b#c", "b#c"), ("A=# c", ""), ("A='b # c' # d", "b # c"), ("A=\"b # c\"", "b # c"),
        (#"A="b\n\"\$\\""#, "b\n\"$\\"), ("A='b\\n'", "b\\n"), ("A=b\r", "b"), ("A=a=b", "a=b"),
        ("\u{feff}A=b", "b"), ("A=$HOME", "$HOME"), ("A=b c", "b c"),
    ])
    func `reads a line`(line: String, value: String) throws {
        let file = try DotEnv(parsing: line)
        #expect(file.entries.map(\.name) == ["A"])
        #expect(file.entries.map(\.value) == [value])
    }

    @Test func `counts lines and passes over blanks and comments`() throws {
        let file = try DotEnv(parsing: "# first\n\n  \nA=1\n  # x\nB=2\n")
        #expect(file.entries.map(\.line) == [4, 6])
    }

    @Test(arguments: [
        ("A=1\nB", DotEnv.Failure.noAssignment(line: 2)), ("1A=b", .badName(line: 1)), ("A B=c", .badName(line: 1)),
        ("=b", .badName(line: 1)), ("exportA =b\nä=1", .badName(line: 2)), ("A='b", .openQuote(line: 1)),
        ("A=\"b", .openQuote(line: 1)), ("A=\"b\\", .openQuote(line: 1)), ("A='b' c", .textAfterQuote(line: 1)),
        (#"A="\x""#, .badEscape(line: 1)), ("A=1\n\nA=2", .duplicate(name: "A", line: 3, first: 1)),
        ("A=\0", .nul(line: 1)),
    ])
    func `names the line it cannot read`(text: String, failure: DotEnv.Failure) {
        #expect(throws: failure) { try DotEnv(parsing: text) }
    }

    @Test func `never shows a value in an error`() {
        let error = #expect(throws: DotEnv.Failure.self) { try DotEnv(parsing: "BANGUI_SESSION_SECRET='hunter2") }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func `ends for any bytes`() {
        var generator = SeededGenerator(seed: 11)
        let pieces = ["A", "=", "'", "\"", "\\", "#", " ", "\n", "export ", "\r", "\0", "é", "B1", "\u{feff}"]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                pieces.randomElement(using: &generator)!
            }.joined()
            guard let file = try? DotEnv(parsing: text) else { continue }
            #expect(Set(file.entries.map(\.name)).count == file.entries.count)
            #expect(file.entries.allSatisfy { !$0.name.isEmpty && !$0.value.utf8.contains(10) || text.contains("\\n") })
        }
    }

    @Test func `gives back any value that was quoted`() throws {
        var generator = SeededGenerator(seed: 12)
        let alphabet = Array("ab '#$=é\"\\".unicodeScalars)
        for _ in 0..<2000 {
            let value = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator)!
            }
            let quoted = value.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
            let text = String(String.UnicodeScalarView(quoted))
            let entries = try DotEnv(parsing: "A=\"\(text)\" # end").entries
            #expect(entries.map(\.value) == [String(String.UnicodeScalarView(value))])
        }
    }
}

struct DotEnvFileTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test(.shows("ABUSE-37")) func `a file that holds the session key must be private, another need not`() throws {
        #expect(try DotEnv.load(folder.file(".env")) == nil)
        try folder.write("BANGUI_LOG_LEVEL=debug\n", to: ".env", mode: 0o644)
        #expect(try DotEnv.load(folder.file(".env"))?.entries.map(\.value) == ["debug"])
        try folder.write("BANGUI_SESSION_SECRET=x\n", to: ".env", mode: 0o644)
        #expect(throws: DotEnvFileError.secretOpenToOthers(path: folder.file(".env"), mode: 0o644)) {
            try DotEnv.load(folder.file(".env"))
        }
        try folder.write("BANGUI_SESSION_SECRET=x\n", to: ".env", mode: 0o600)
        #expect(try DotEnv.load(folder.file(".env"))?.entries.count == 1)
    }

    @Test(arguments: [0o646, 0o664, 0o622, 0o777])
    func `a file that others may write to is refused whatever it holds`(mode: Int) throws {
        try folder.write("BANGUI_LOG_LEVEL=debug\n", to: ".env", mode: mode)
        let refused = DotEnvFileError.writableByOthers(
            path: folder.file(".env"), owner: geteuid(), mode: UInt32(mode))
        #expect(throws: refused) { try DotEnv.load(folder.file(".env")) }
        #expect(refused.description.contains("chmod go-w"))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `a file of another user is refused, also a private one`() throws {
        try folder.write("BANGUI_LOG_LEVEL=debug\n", to: ".env", mode: 0o600)
        #expect(chown(folder.file(".env"), 65534, 65534) == 0)
        #expect(throws: DotEnvFileError.writableByOthers(path: folder.file(".env"), owner: 65534, mode: 0o600)) {
            try DotEnv.load(folder.file(".env"))
        }
    }

    @Test func `names file and line of a fault`() throws {
        try folder.write("A=1\nB\n", to: ".env")
        let error = #expect(throws: DotEnvFileError.self) { try DotEnv.load(folder.file(".env")) }
        #expect(error?.description == folder.file(".env") + ": line 2: has no equals sign; write NAME=value")
        #expect(throws: DotEnvFileError.notSettings(path: folder.path)) { try DotEnv.load(folder.path) }
        try folder.write(String(repeating: "#", count: 70_000), to: "big")
        #expect(throws: DotEnvFileError.notSettings(path: folder.file("big"))) { try DotEnv.load(folder.file("big")) }
    }
}
