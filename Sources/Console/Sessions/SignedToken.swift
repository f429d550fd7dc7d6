internal import Crypto

/// A random token with its signature, as a cookie carries it: base64url(token) "." base64url(HMAC-SHA256(key, token)).
enum SignedToken {
    /// 256 bits.
    static let tokenSize = 32
    /// 43 characters each of token and signature, and the dot.
    static let textSize = 87

    static func text(_ token: [UInt8], key: SymmetricKey) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: token, using: key)
        return Base64URL.text(token) + "." + Base64URL.text(Array(code))
    }

    /// The token of `text` when one of `keys` signed it. Every key is tried, each in constant time.
    static func token(of text: String, keys: [SymmetricKey]) -> [UInt8]? {
        let bytes = text.utf8
        guard bytes.count == textSize else { return nil }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let token = Base64URL.bytes(parts[0]), token.count == tokenSize,
            let code = Base64URL.bytes(parts[1]), code.count == 32
        else { return nil }
        var isSigned = false
        for key in keys where HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: token, using: key) {
            isSigned = true
        }
        return isSigned ? token : nil
    }
}

/// A token for forms, bound to what the browser holds.
enum ForgeryToken {
    static func text(for subject: [UInt8], key: SymmetricKey) -> String {
        Base64URL.text(Array(HMAC<SHA256>.authenticationCode(for: subject, using: key)))
    }

    static func isRight(_ text: String, for subject: [UInt8], keys: [SymmetricKey]) -> Bool {
        guard text.utf8.count == 43, let code = Base64URL.bytes(text.utf8) else { return false }
        var isRight = false
        for key in keys where HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: subject, using: key) {
            isRight = true
        }
        return isRight
    }
}
