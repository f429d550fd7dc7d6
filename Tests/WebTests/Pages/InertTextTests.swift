import HTML
import TestSupport
import Testing

@testable import Web

@Suite(.shows("ABUSE-28")) struct InertTextTests {
    private let frame = PageFrame(title: "t", csrfToken: "c", assetHash: "h", now: 0)

    @Test func `controls are named and a turn of direction shows as its code point`() {
        let text = inert("a\u{1b}[31m\u{202e}b\0\u{7f}", in: frame).text
        for name in ["ESC", "U+202E", "NUL", "DEL"] { #expect(text.contains(">\(name)</span>")) }
        #expect(!text.unicodeScalars.contains { $0.value < 32 || $0.value == 0x202e || $0.value == 127 })
    }

    @Test func `letters of every script stay as they are, isolated from what is around`() {
        #expect(inert("sshd é 漢 عربي", in: frame).text == "<bdi>sshd é 漢 عربي</bdi>")
    }

    @Test(arguments: ["\u{200b}", "\u{2066}", "\u{feff}", "\u{a0}", "\u{2028}", "\u{e000}", "\u{fffe}"])
    func `what would not show is made visible in plain text`(scalar: String) {
        #expect(visible("a\(scalar)b").utf8.starts(with: "a[U+".utf8))
    }

    @Test func `a value within a sentence is made visible too`() {
        #expect(frame[.bansFilteredBan, "\u{202e}x"] == "Ban [U+202E]x")
    }
}
