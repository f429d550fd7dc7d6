internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// The RSA key that signs access tokens (RS256: RSASSA-PKCS1-v1_5 with SHA-256, RFC 7518, 3.3).
struct AccessTokenKey: Sendable {
    /// Bits of a key that is made.
    static let bits = 4096

    private let key: _RSA.Signing.PrivateKey
    private let publicKey: _RSA.Signing.PublicKey
    /// The first part of every token that the key signs. A token with any other header, be it another algorithm, type or key, is none
    /// of ours, so that nothing of a stranger's header is ever looked at.
    let header: String

    /// Reads a key of at least 2048 bits in PEM.
    init(pem: String) throws {
        try self.init(_RSA.Signing.PrivateKey(pemRepresentation: pem))
    }

    /// Makes a new key; that of 4096 bits takes a processor about a second.
    static func make(bits: Int = Self.bits) throws -> AccessTokenKey {
        try AccessTokenKey(_RSA.Signing.PrivateKey(keySize: _RSA.Signing.KeySize(bitCount: bits)))
    }

    private init(_ key: _RSA.Signing.PrivateKey) throws {
        self.key = key
        publicKey = key.publicKey
        let numbers = try publicKey.getKeyPrimitives()
        // The thumbprint of RFC 7638.
        let exponent = Base64URL.text(Array(numbers.publicExponent))
        let modulus = Base64URL.text(Array(numbers.modulus))
        let thumbprint = SHA256.hash(data: Array(#"{"e":"\#(exponent)","kty":"RSA","n":"\#(modulus)"}"#.utf8))
        let name = Base64URL.text(Array(thumbprint))
        header = Base64URL.text(Array(#"{"alg":"RS256","kid":"\#(name)","typ":"at+jwt"}"#.utf8))
    }

    /// The key as it is kept.
    var pem: String { key.pkcs8PEMRepresentation }

    /// The public key, with which anyone can check a signature.
    var publicPEM: String { publicKey.pemRepresentation }

    func signature(of text: String) throws -> [UInt8] {
        Array(try key.signature(for: Array(text.utf8), padding: .insecurePKCS1v1_5).rawRepresentation)
    }

    func isValid(_ signature: [UInt8], of text: String) -> Bool {
        publicKey.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature), for: Array(text.utf8), padding: .insecurePKCS1v1_5)
    }
}
