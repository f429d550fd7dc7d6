import TestSupport
import Testing

@testable import Console

@Suite struct TokenTextTests {
    @Test func `a token comes back from its text, in the one form that it has`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let token = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            let text = TokenText.text(token)
            #expect(text.wholeMatch(of: /bgt_[0-9a-hjkmnp-tv-z]{56}/) != nil, "\(text)")
            #expect(TokenText.token(of: text) == token)
        }
    }

    @Test func `a slip of the pen is known without asking anyone`() {
        let text = TokenText.text(Array(0..<32))
        for index in text.utf8.indices {
            var bytes = Array(text.utf8)
            let place = text.utf8.distance(from: text.utf8.startIndex, to: index)
            bytes[place] = bytes[place] == UInt8(ascii: "7") ? UInt8(ascii: "8") : UInt8(ascii: "7")
            #expect(TokenText.token(of: String(decoding: bytes, as: UTF8.self)) == nil, "\(place)")
        }
    }

    @Test(.shows("ASVS-9.2.2")) func `a token of one kind is none of the other`() {
        let token: [UInt8] = Array(0..<32)
        let refresh = TokenText.text(token, .refresh)
        #expect(refresh.hasPrefix("bgr_") && TokenText.token(of: refresh, .refresh) == token)
        #expect(TokenText.token(of: refresh) == nil)
        #expect(TokenText.token(of: refresh.replacing("bgr_", with: "bgt_")) == nil)
    }

    @Test func `what has another length, spelling or prefix is none`() {
        let text = TokenText.text(Array(0..<32))
        let others = [
            "", "bgt_", text + "0", String(text.dropLast()), text.uppercased(), " " + text, text + "\n", "x" + text,
            "bgr_" + text.dropFirst(4), text.replacing("bgt_", with: "bgt-"), String(repeating: "bgt_", count: 15),
        ]
        for other in others { #expect(TokenText.token(of: other) == nil, "\(other)") }
    }
}
