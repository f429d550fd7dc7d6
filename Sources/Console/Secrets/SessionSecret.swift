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
    private let keys: [KeyPurpose: SymmetricKey]
    private let previousKeys: [KeyPurpose: SymmetricKey]

    init(current: [UInt8], previous: [UInt8]? = nil, previousEnds: Int64 = 0) {
        self.current = current
        self.previous = previous
        self.previousEnds = previousEnds
        keys = Self.derived(current)
        previousKeys = previous.map(Self.derived) ?? [:]
    }

    /// The key that signs for `purpose`.
    func key(for purpose: KeyPurpose) -> SymmetricKey {
        keys[purpose] ?? Self.derive(current, purpose)
    }

    /// The keys whose signatures count at `now`, the current one first.
    func keys(for purpose: KeyPurpose, at now: Int64) -> [SymmetricKey] {
        guard now < previousEnds, let previous = previousKeys[purpose] else { return [key(for: purpose)] }
        return [key(for: purpose), previous]
    }

    private static func derived(_ root: [UInt8]) -> [KeyPurpose: SymmetricKey] {
        Dictionary(uniqueKeysWithValues: KeyPurpose.allCases.map { ($0, derive(root, $0)) })
    }

    // HKDF (RFC 5869) so that no purpose learns another's key.
    private static func derive(_ root: [UInt8], _ purpose: KeyPurpose) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: root), salt: Array("bangui".utf8),
            info: Array(purpose.rawValue.utf8), outputByteCount: 32)
    }
}

/// What a derived key is for; the text goes into the derivation and never changes.
enum KeyPurpose: String, CaseIterable {
    case sessionCookie = "session cookie 1"
    case sessionForgery = "session forgery token 1"
    case formCookie = "form cookie 1"
    case formForgery = "form forgery token 1"
    case limiterKeys = "limiter keys 1"
}
