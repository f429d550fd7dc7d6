import Foundation
import TestSupport
import Testing

@testable import Console

@Suite(.shows("ABUSE-37")) struct MetricsTokenTests {
    let folder: TemporaryFolder
    let token = "7c1de0b95f3a48e2a6d4107b9c83f25e0d96b1a47e5f42c8"

    init() throws { folder = try TemporaryFolder() }

    private func write(_ text: String, _ name: String = "token", mode: Int = 0o600) -> String {
        let path = folder.file(name)
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        return path
    }

    @Test func `the token is the one line of its file`() throws {
        let found = try #require(try MetricsToken.load(write(token + "\n"), credentials: nil))
        #expect(found.accepts(Array(token.utf8)))
        for wrong in ["", token + "\n", token.uppercased(), String(token.dropLast()), token + "0"] {
            #expect(!found.accepts(Array(wrong.utf8)), "\(wrong)")
        }
    }

    @Test func `where nothing was named and systemd hands nothing over there is none`() throws {
        let none = try MetricsToken.load(nil, credentials: nil)
        #expect(none == nil)
        let nothing = try MetricsToken.load(nil, credentials: folder.path)
        #expect(nothing == nil)
        _ = write(token, "metrics-token", mode: 0o440)
        #expect(try MetricsToken.load(nil, credentials: folder.path)?.accepts(Array(token.utf8)) == true)
    }

    @Test(
        .shows("ASVS-13.2.3"),
        arguments: [
            "", "short", String(repeating: "ab", count: 40), "one two \(String(repeating: "x7Kq", count: 9))",
        ])
    func `a token that can be guessed or not be sent is refused`(_ text: String) {
        let path = write(text)
        let error = #expect(throws: MetricsTokenError.self) { try MetricsToken.load(path, credentials: nil) }
        #expect(error == .weak(path: path))
        #expect(text.isEmpty || error?.description.contains(text) == false)
    }

    @Test func `a file that is not there, or that others may read, is refused`() {
        let missing = folder.file("none")
        #expect(throws: MetricsTokenError.missing(path: missing)) { try MetricsToken.load(missing, credentials: nil) }
        let open = write(token, mode: 0o644)
        #expect(throws: MetricsTokenError.file(.openToOthers(path: open, mode: 0o644))) {
            try MetricsToken.load(open, credentials: nil)
        }
    }
}
