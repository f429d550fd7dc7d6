import Fail2ban
import TestSupport
import Testing

/// Bytes that no daemon wrote: nothing may crash, and no line may take longer than its length asks for.
@Suite(.shows("ABUSE-7")) struct LogLinePropertyTests {
    private static let pieces: [String] = [
        "2026-11-21 04:05:06,789 ", "fail2ban.", "filter", "actions", "observer", "jail", "server", "   [1]: ",
        "INFO    ",
        "NOTICE  ", "ERROR   ", "[", "] ", "sshd", "Ban ", "Found ", " - 2026-11-21 04:05:01", ", bad - ", "Ignore ",
        " by ",
        " already banned", "Increase Ban ", " (", " # ", " -> ", ")", "1w 2d", "Reban ", ", action '", "'", "\"", "\\",
        "\\x4",
        "Jail '", "' started", "Failed to execute ban jail '", "' action '", "' info '", "ActionInfo({", "'ip': ",
        "})': ",
        "192.0.2.1", "2001:db8::1", "/", "\u{0}", "é",
    ]

    @Test func `lines put together at random and cut anywhere are survived`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = Array(LogLineTests.line("actions", "NOTICE", "[").utf8)
            if Bool.random(using: &generator) { bytes = [] }
            for _ in 0..<Int.random(in: 0..<12, using: &generator) {
                bytes += Array(Self.pieces.randomElement(using: &generator)!.utf8)
            }
            if !bytes.isEmpty, Bool.random(using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = LogLine(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
        }
    }

    @Test func `every beginning of a true line is survived`() {
        let words =
            #"Failed to execute ban jail 'j' action 'x' info 'ActionInfo({'ip': "1\x41\u0041\U00000041", 'fid': 3})': no"#
        for line in [
            LogLineTests.line("actions", "ERROR", words), LogLineTests.line("jail", "INFO", #"Jail '\x41' started"#),
            LogLineTests.line("observer", "NOTICE", "[j] Increase Ban 1 (2 # 20m -> 2026-11-21 04:25:06)"),
            LogLineTests.line("filter", "INFO", "[j] Found 192.0.2.1 - 2026-11-21 04:05:01"),
        ] {
            let bytes = Array(line.utf8)
            for length in 0...bytes.count { _ = LogLine(bytes.prefix(length)) }
            #expect(LogLine(bytes) != nil)
        }
    }

    @Test(arguments: ["] Ignore ", "] Found ", "\\'", "'", "\"", "] ", "' action '", "'ip': ", " (", " # "])
    func `a long line of one piece takes no more than its length`(_ piece: String) {
        let filling = String(repeating: piece, count: 64 * 1024 / piece.utf8.count)
        let info = "Failed to execute ban jail 'j' action 'x' info 'ActionInfo({'"
        let took = ContinuousClock().measure {
            _ = LogLineTests.read("filter", "INFO", "[j] Ignore " + filling)
            _ = LogLineTests.read("filter", "INFO", "[j" + filling)
            _ = LogLineTests.read("observer", "NOTICE", "[j] Increase Ban " + filling + ")")
            _ = LogLineTests.read("actions", "ERROR", info + filling)
            _ = LogLineTests.read("jail", "INFO", "Jail '" + filling)
        }
        // Work that grows with the square of the length takes minutes.
        #expect(took < .seconds(20))
    }
}
