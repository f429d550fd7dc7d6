internal import FoundationEssentials

/// What an access token says (RFC 9068): ids and times only, what they allow is read from the database with every request.
struct AccessToken: Equatable, Sendable {
    static let issuer = "bangui"
    static let audience = "bangui/api"
    /// Seconds that clocks of two servers may differ by.
    static let leeway: Int64 = 30
    /// No token is longer.
    static let sizeLimit = 4096

    /// The account.
    var userID: Int64
    /// The session, by the random bytes under which it is stored.
    var session: [UInt8]
    /// When it was made (UTC epoch seconds).
    var issuedAt: Int64
    /// When it ends (UTC epoch seconds).
    var expiresAt: Int64

    /// The token itself.
    func text(_ key: AccessTokenKey) throws -> String {
        let claims =
            #"{"iss":"\#(Self.issuer)","aud":"\#(Self.audience)","sub":"\#(userID)","sid":"\#(Base64URL.text(session))","#
            + #""iat":\#(issuedAt),"nbf":\#(issuedAt),"exp":\#(expiresAt)}"#
        let signed = key.header + "." + Base64URL.text(Array(claims.utf8))
        return signed + "." + Base64URL.text(try key.signature(of: signed))
    }

    private struct Claims: Decodable {
        var iss: String
        var aud: String
        var sub: String
        var sid: String
        var iat: Int64
        var nbf: Int64
        var exp: Int64
    }

    /// What a token says that `key` signed for us and that is in force; nil for any other text.
    init?(_ text: String, _ key: AccessTokenKey, at now: Int64) {
        let bytes = text.utf8
        guard bytes.count <= Self.sizeLimit else { return nil }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual(key.header.utf8), let payload = Base64URL.bytes(parts[1]),
            let signature = Base64URL.bytes(parts[2])
        else { return nil }
        let signed = String(decoding: bytes.prefix(parts[0].count + 1 + parts[1].count), as: UTF8.self)
        guard key.isValid(signature, of: signed),
            let claims = try? JSONDecoder().decode(Claims.self, from: Data(payload)),
            Self.areOurs(claims, at: now), let user = Int64(claims.sub), let session = Base64URL.bytes(claims.sid.utf8)
        else { return nil }
        self.init(userID: user, session: session, issuedAt: claims.iat, expiresAt: claims.exp)
    }

    init(userID: Int64, session: [UInt8], issuedAt: Int64, expiresAt: Int64) {
        self.userID = userID
        self.session = session
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }

    private static func areOurs(_ claims: Claims, at now: Int64) -> Bool {
        claims.iss.utf8.elementsEqual(issuer.utf8) && claims.aud.utf8.elementsEqual(audience.utf8)
            && claims.iat <= now + leeway && claims.nbf <= now + leeway && now < claims.exp
            && claims.exp - claims.iat <= ProgramSessions.accessLifetime
    }
}
