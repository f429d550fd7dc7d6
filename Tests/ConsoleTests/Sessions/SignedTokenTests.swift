import Crypto
import TestSupport
import Testing

@testable import Console

struct SignedTokenTests {
    let key = SymmetricKey(data: Array(0..<32) as [UInt8])

    @Test func `a cookie has token and signature and fits any browser`() {
        let text = SignedToken.text(Array(repeating: 7, count: 32), key: key)
        #expect(text.utf8.count == 87)
        #expect(SignedToken.token(of: text, keys: [key]) == Array(repeating: 7, count: 32))
    }

    @Test func `any flipped bit is refused`() {
        let text = Array(SignedToken.text(SystemRandom.bytes(32), key: key).utf8)
        for index in text.indices {
            for bit in 0..<8 {
                var flipped = text
                flipped[index] ^= 1 << bit
                #expect(SignedToken.token(of: String(decoding: flipped, as: UTF8.self), keys: [key]) == nil)
            }
        }
    }

    @Test(.shows("ASVS-7.2.3")) func `anything shorter, longer or rearranged is refused`() {
        let text = SignedToken.text(SystemRandom.bytes(32), key: key)
        for count in 0..<87 { #expect(SignedToken.token(of: String(text.prefix(count)), keys: [key]) == nil) }
        for other in [
            text + "A", text + "=", " " + text, text + ";", text.replacing(".", with: ":"), ".", "", text + text,
        ] {
            #expect(SignedToken.token(of: other, keys: [key]) == nil)
        }
        let parts = text.split(separator: ".")
        #expect(SignedToken.token(of: "\(parts[1]).\(parts[0])", keys: [key]) == nil)
    }

    @Test func `another key's signature counts only while that key does`() {
        let other = SymmetricKey(data: Array(1..<33) as [UInt8])
        let text = SignedToken.text(SystemRandom.bytes(32), key: other)
        #expect(SignedToken.token(of: text, keys: [key]) == nil)
        #expect(SignedToken.token(of: text, keys: [key, other]) != nil)
    }

    @Test func `random cookies are refused`() {
        var generator = SeededGenerator(seed: 21)
        let alphabet = Array("abcXYZ019-_.".utf8)
        for _ in 0..<3000 {
            let text = (0..<87).map { _ in alphabet.randomElement(using: &generator)! }
            #expect(SignedToken.token(of: String(decoding: text, as: UTF8.self), keys: [key]) == nil)
        }
    }
}
