import Testing

@testable import Console

struct FormTokensTests {
    let clock = TestClock()
    let tokens: FormTokens

    init() {
        tokens = FormTokens(secret: SessionSecret(current: Array(0..<32)), now: clock.now, random: SystemRandom.bytes)
    }

    @Test func `a field belongs to its cookie and no other`() {
        let one = tokens.issue()
        let other = tokens.issue()
        #expect(tokens.accepts(field: one.field, cookie: one.cookie))
        #expect(!tokens.accepts(field: one.field, cookie: other.cookie))
        #expect(!tokens.accepts(field: other.field, cookie: one.cookie))
        #expect(!tokens.accepts(field: "", cookie: one.cookie))
        #expect(!tokens.accepts(field: one.field, cookie: ""))
        #expect(tokens.field(forCookie: one.cookie) == one.field)
        #expect(tokens.field(forCookie: "x") == nil)
    }

    @Test func `any flipped bit of the field is refused`() {
        let pair = tokens.issue()
        let text = Array(pair.field.utf8)
        for index in text.indices {
            for bit in 0..<8 {
                var flipped = text
                flipped[index] ^= 1 << bit
                #expect(!tokens.accepts(field: String(decoding: flipped, as: UTF8.self), cookie: pair.cookie))
            }
        }
    }

    @Test func `a form can be sent for twelve hours`() {
        let pair = tokens.issue()
        clock.advance(FormTokens.lifetime - 1)
        #expect(tokens.accepts(field: pair.field, cookie: pair.cookie))
        clock.advance(1)
        #expect(!tokens.accepts(field: pair.field, cookie: pair.cookie))
        #expect(tokens.field(forCookie: pair.cookie) == nil)
    }

    @Test func `the cookie of a session is no cookie of a form`() {
        let secret = SessionSecret(current: Array(0..<32))
        let cookie = SignedToken.text(SystemRandom.bytes(32), key: secret.key(for: .sessionCookie))
        #expect(tokens.field(forCookie: cookie) == nil)
    }
}
