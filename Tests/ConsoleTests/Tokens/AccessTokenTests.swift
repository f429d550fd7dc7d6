import Crypto
import Foundation
import TestSupport
import Testing

@testable import Console

/// A key for all tests: making one takes a while.
enum SomeKey {
    static let ours = try! AccessTokenKey.make(bits: 2048)
    static let other = try! AccessTokenKey.make(bits: 2048)
}

@Suite struct AccessTokenTests {
    private let now: Int64 = 1_800_000_000
    private var token: AccessToken {
        AccessToken(userID: 5, session: Array(0..<32), issuedAt: now, expiresAt: now + 3600)
    }

    private func read(_ text: String, at moment: Int64? = nil) -> AccessToken? {
        AccessToken(text, SomeKey.ours, at: moment ?? now)
    }

    /// A token with these parts, signed by the key.
    private func signed(_ claims: String, header: String? = nil, key: AccessTokenKey = SomeKey.ours) throws -> String {
        let signed = (header ?? key.header) + "." + Base64URL.text(Array(claims.utf8))
        return signed + "." + Base64URL.text(try key.signature(of: signed))
    }

    /// The claims of a good token, some of them changed and one taken away.
    private func claims(_ changes: [String: Any] = [:], without absent: String = "") throws -> String {
        var claims: [String: Any] = [
            "iss": "bangui", "aud": "bangui/api", "sub": "5", "sid": Base64URL.text(Array(0..<32)), "iat": now,
            "nbf": now, "exp": now + 3600,
        ]
        for (name, value) in changes { claims[name] = value }
        claims[absent] = nil
        return String(decoding: try JSONSerialization.data(withJSONObject: claims), as: UTF8.self)
    }

    @Test func `a token tells who and until when, and nothing that is allowed`() throws {
        let text = try token.text(SomeKey.ours)
        #expect(read(text) == token)
        let parts = text.split(separator: ".").map { Base64URL.bytes($0.utf8) ?? [] }
        let header = try #require(try JSONSerialization.jsonObject(with: Data(parts[0])) as? [String: String])
        #expect(header["alg"] == "RS256" && header["typ"] == "at+jwt" && header["kid"]?.count == 43)
        let claims = try #require(try JSONSerialization.jsonObject(with: Data(parts[1])) as? [String: Any])
        #expect(Set(claims.keys) == ["iss", "aud", "sub", "sid", "iat", "nbf", "exp"])
        #expect(read(try signed(try self.claims())) == token, "another program's JSON is read as well")
    }

    @Test(.shows("ASVS-9.2.1")) func `a token counts from its beginning to its end`() throws {
        let text = try token.text(SomeKey.ours)
        #expect(read(text, at: now + 3599) != nil && read(text, at: now + 3600) == nil)
        #expect(read(text, at: now - 30) != nil && read(text, at: now - 31) == nil)
    }

    @Test(.shows("ASVS-9.1.1")) func `a changed claim, signature or key is refused`() throws {
        let text = try token.text(SomeKey.ours)
        let parts = text.split(separator: ".").map(String.init)
        let forged = Base64URL.text(Array(try claims(["sub": "1"]).utf8))
        #expect(read(parts[0] + "." + forged + "." + parts[2]) == nil)
        var signature = try #require(Base64URL.bytes(parts[2].utf8))
        signature[9] ^= 1
        #expect(read(parts[0] + "." + parts[1] + "." + Base64URL.text(signature)) == nil)
        #expect(read(try signed(try claims(), key: SomeKey.other)) == nil)
        #expect(read(try signed(try claims(), header: SomeKey.ours.header, key: SomeKey.other)) == nil)
        for text in ["", ".", "..", parts[0] + "." + parts[1], parts[0] + "." + parts[1] + ".", text + ".", text + "="]
        {
            #expect(read(text) == nil, "\(text)")
        }
    }

    @Test(.shows("ASVS-9.2.3", "ASVS-9.2.4"))
    func `what is for another audience or of another issuer is refused, and so is what lacks a claim`() throws {
        let changes: [[String: Any]] = [
            ["aud": "other"], ["aud": "bangui/apI"], ["aud": ["bangui/api"]], ["iss": "other"], ["sub": "x"],
            ["sub": 5], ["sid": "!"], ["exp": "never"], ["exp": now + 9 * 3600], ["iat": now + 31], ["nbf": now + 31],
        ]
        for change in changes { #expect(read(try signed(try claims(change))) == nil, "\(change)") }
        for name in ["iss", "aud", "sub", "sid", "iat", "nbf", "exp"] {
            #expect(read(try signed(try claims(without: name))) == nil, "\(name)")
        }
        for text in ["[]", "", "nonsense"] { #expect(read(try signed(text)) == nil) }
    }

    @Test(.shows("ASVS-9.1.2", "ASVS-9.1.3", "ASVS-9.2.2", "ASVS-11.4.3"))
    func `no other algorithm, key, type or header is taken`() throws {
        let name = try #require(
            JSONSerialization.jsonObject(with: Data(Base64URL.bytes(SomeKey.ours.header.utf8)!)) as? [String: String])
        let kid = name["kid"]!
        let payload = Base64URL.text(Array(try claims().utf8))
        func header(_ text: String) -> String { Base64URL.text(Array(text.utf8)) }
        // Unsigned.
        for alg in ["none", "None", "NONE"] {
            let head = header(#"{"alg":"\#(alg)","kid":"\#(kid)","typ":"at+jwt"}"#)
            #expect(read(head + "." + payload + ".") == nil)
            #expect(read(try signed(try claims(), header: head)) == nil)
        }
        // Signed by the public key as if it were a shared secret.
        for secret in [SomeKey.ours.publicPEM, SomeKey.ours.publicPEM + "\n"] {
            let head = header(#"{"alg":"HS256","kid":"\#(kid)","typ":"at+jwt"}"#)
            let code = HMAC<SHA256>.authenticationCode(
                for: Data((head + "." + payload).utf8), using: SymmetricKey(data: Data(secret.utf8)))
            #expect(read(head + "." + payload + "." + Base64URL.text(Array(code))) == nil)
        }
        // Rightly signed under a header that is not ours.
        for text in [
            #"{"alg":"RS512","kid":"\#(kid)","typ":"at+jwt"}"#, #"{"kid":"\#(kid)","typ":"at+jwt"}"#,
            #"{"alg":"RS256","kid":"\#(kid)","typ":"JWT"}"#,
            #"{"alg":"RS256","kid":"../../etc/passwd","typ":"at+jwt"}"#,
            #"{"alg":"RS256","kid":"\#(kid)' OR 1=1","typ":"at+jwt"}"#,
            #"{"alg":"RS256","kid":"\#(kid)","typ":"at+jwt","jku":"https://evil.example/keys"}"#,
            #"{"alg":"RS256","kid":"\#(kid)","typ":"at+jwt","jwk":{"kty":"RSA","n":"x","e":"AQAB"}}"#,
            #"{"alg":"RS256","kid":"\#(kid)","typ":"at+jwt","crit":["x"],"x":1}"#,
        ] {
            #expect(read(try signed(try claims(), header: header(text))) == nil, "\(text)")
        }
    }

    @Test func `what is too long is not looked at`() throws {
        #expect(read(try signed(try claims(["pad": String(repeating: "x", count: 4096)]))) == nil)
    }

    @Test(.shows("ASVS-11.6.1")) func `a key comes back from its file, and others can check by the public one`() throws
    {
        let again = try AccessTokenKey(pem: SomeKey.ours.pem)
        #expect(again.header == SomeKey.ours.header)
        #expect(AccessToken(try token.text(again), SomeKey.ours, at: now) == token)
        #expect(SomeKey.ours.publicPEM.contains("PUBLIC KEY") && SomeKey.other.header != again.header)
    }
}

@Suite struct AccessTokenKeysTests {
    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `the key is made for the first who wants one, once, and nobody else may read it`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("token-key")
        let keys = AccessTokenKeys(path: path, bits: 2048)
        #expect(try keys.existing() == nil && !FileManager.default.fileExists(atPath: path))
        let headers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 { group.addTask { try await keys.orMade().header } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(headers.count == 1)
        #expect(try mode(path) == 0o600)
        #expect(try AccessTokenKeys(path: path, bits: 2048).existing()?.header == headers.first)
    }

    @Test(.shows("ASVS-13.3.2")) func `a key that others may read, or that is none, stops the start`() throws {
        let folder = try TemporaryFolder()
        let directory = DataDirectory(path: folder.path)
        let path = directory.file("token-key")
        _ = try AccessTokenKeys(directory: directory)
        try Data(SomeKey.ours.pem.utf8).write(to: URL(filePath: path))
        #expect(chmod(path, 0o644) == 0)
        #expect(throws: AccessTokenKeyError.file(.openToOthers(path: path, mode: 0o644))) {
            try AccessTokenKeys(directory: directory)
        }
        #expect(chmod(path, 0o600) == 0)
        #expect(try AccessTokenKeys(directory: directory).existing()?.header == SomeKey.ours.header)
        for text in ["", "nonsense", SomeKey.ours.publicPEM] {
            try Data(text.utf8).write(to: URL(filePath: path))
            let error = #expect(throws: AccessTokenKeyError.self) { try AccessTokenKeys(directory: directory) }
            #expect(error == .noKey(path: path) && "\(error!)".contains("remove it"))
        }
        #expect("\(AccessTokenKeyError.file(.notPlain(path: "/x")))".hasPrefix("token-key: /x"))
    }

    @Test(.shows("ASVS-11.2.3", "ASVS-11.6.1")) func `a key that is made has 4096 bits`() {
        #expect(AccessTokenKey.bits == 4096)
    }
}
