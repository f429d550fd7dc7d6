import Foundation
import HTML
import TestSupport
import Testing

/// What a parser that is not ours reads back.
@Suite(.shows("ASVS-1.1.2")) struct ParsingTests {
    @Test(arguments: 0..<4)
    func `random text comes back from a parser as it went in`(seed: UInt64) throws {
        var random = Sequence(state: seed &+ 1)
        let texts = (0..<250).map { _ in randomText(&random) }
        let html = div {
            for text in texts { p(.title(text)) { text } }
        }
        let expected = texts.map { String($0.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : Character($0) }) }
        let read = try parse(html)
        #expect(read.map(\.tag) == texts.map { _ in "p" })
        #expect(zip(read, expected).allSatisfy { $0.text.utf8.elementsEqual($1.utf8) })
        #expect(zip(read, expected).allSatisfy { $0.title.utf8.elementsEqual($1.utf8) })
        #expect(read.allSatisfy { $0.attributes == ["title"] })
    }

    @Test func `a text area keeps a line feed at its start`() throws {
        let read = try parse(div { textarea([.title("t")], text: "\nx") })
        // Browsers drop the one behind the tag; Python's parser, which is no browser, keeps it.
        #expect(read.first?.text == "\n\nx")
    }

    private struct Element: Decodable {
        var tag: String
        var attributes: [String]
        var title: String
        var text: String
    }

    /// The elements within the outermost, as Python's `html.parser` reads them.
    private func parse(_ html: HTML) throws -> [Element] {
        let script = """
            import html.parser, json, sys
            class P(html.parser.HTMLParser):
                depth = 0; out = []
                def handle_starttag(self, tag, attrs):
                    self.depth += 1
                    if self.depth > 1: self.out.append({"tag": tag, "attributes": [a for a, _ in attrs],
                        "title": dict(attrs).get("title") or "", "text": ""})
                def handle_endtag(self, tag): self.depth -= 1
                def handle_data(self, data):
                    if self.out: self.out[-1]["text"] += data
            p = P(); p.feed(sys.stdin.buffer.read().decode("utf-8")); p.close(); json.dump(p.out, sys.stdout)
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-I", "-c", script]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(html.bytes))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode([Element].self, from: answer)
    }
}

/// A repeatable sequence of numbers (xorshift64).
private struct Sequence: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

/// Up to 24 scalars, most of them troublesome.
private func randomText(_ random: inout Sequence) -> String {
    let trouble = Array(
        "<>&\"'=/ \t\n\r;#x-!\0\u{301}\u{202e}\u{200d}\u{fffe}é漢😀</script>&amp;&#39;<!--]]>".unicodeScalars)
    var view = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...24, using: &random) {
        if let scalar = Bool.random(using: &random) ? trouble.randomElement(using: &random) : nil {
            view.append(scalar)
        } else if let scalar = Unicode.Scalar(UInt32.random(in: 32..<0x2_ffff, using: &random)) {
            view.append(scalar)
        }
    }
    return String(view)
}
