import Foundation
import Testing

@Suite struct TokenTests {
    @Test func `tokens.css is what tokens.json makes`() throws {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-I", root.appending(path: "scripts/tokens.py").path(), "--check"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
