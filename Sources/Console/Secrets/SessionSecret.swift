internal import Crypto

/// The root key of all that BanGUI signs, and the one before it while a rotation lasts.
public struct SessionSecret: Sendable {
    /// For how long, in seconds, the key before is accepted: 24 hours.
    public static let rotationTime: Int64 = 86_400

    let current: [UInt8]
    let previous: [UInt8]?
    /// Epoch seconds from which on the previous key is refused.
    let previousEnds: Int64
    /// Every key, derived once: a session is checked with every request.
    private let keys: DerivedKeys
    private let previousKeys: DerivedKeys?

    init(current: [UInt8], previous: [UInt8]? = nil, previousEnds: Int64 = 0) {
        self.current = current
        self.previous = previous
        self.previousEnds = previousEnds
        keys = DerivedKeys(current)
        previousKeys = previous.map(DerivedKeys.init)
    }

    /// The key that signs for `purpose`.
    func key(for purpose: KeyPurpose) -> SymmetricKey {
        keys[purpose]
    }

    /// The keys whose signatures count at `now`, the current one first.
    func keys(for purpose: KeyPurpose, at now: Int64) -> [SymmetricKey] {
        guard now < previousEnds, let previous = previousKeys?[purpose] else { return [key(for: purpose)] }
        return [key(for: purpose), previous]
    }
}

/// One key for each purpose.
private struct DerivedKeys: Sendable {
    private let sessionCookie, sessionForgery, formCookie, formForgery, refreshToken: SymmetricKey

    init(_ root: [UInt8]) {
        // HKDF (RFC 5869) so that no purpose learns another's key.
        func derive(_ purpose: KeyPurpose) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: root), salt: Array("bangui".utf8),
                info: Array(purpose.rawValue.utf8), outputByteCount: 32)
        }
        sessionCookie = derive(.sessionCookie)
        sessionForgery = derive(.sessionForgery)
        formCookie = derive(.formCookie)
        formForgery = derive(.formForgery)
        refreshToken = derive(.refreshToken)
    }

    subscript(purpose: KeyPurpose) -> SymmetricKey {
        switch purpose {
        case .sessionCookie: sessionCookie
        case .sessionForgery: sessionForgery
        case .formCookie: formCookie
        case .formForgery: formForgery
        case .refreshToken: refreshToken
        }
    }
}

/// What a derived key is for; the text goes into the derivation and never changes.
enum KeyPurpose: String, CaseIterable {
    case sessionCookie = "session cookie 1"
    case sessionForgery = "session forgery token 1"
    case formCookie = "form cookie 1"
    case formForgery = "form forgery token 1"
    case refreshToken = "refresh token 1"
}
