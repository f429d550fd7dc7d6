internal import Synchronization

/// Finds the key that signs access tokens: in `token-key` of the data directory, where the first program that signs in has it made.
///
/// It is no part of a backup: who loses it loses nothing but the access tokens of a few hours. Several servers on one database take each
/// other's tokens where the file is the same.
public final class AccessTokenKeys: Sendable {
    private let path: String
    private let bits: Int
    private let held = Mutex<AccessTokenKey?>(nil)
    private let maker = Maker()

    /// One key is made at a time.
    private actor Maker {
        func run<Result: Sendable>(_ body: @Sendable () throws -> Result) rethrows -> Result { try body() }
    }

    /// Looks at the file where there is one.
    ///
    /// - Throws: `AccessTokenKeyError`.
    public convenience init(directory: DataDirectory) throws(AccessTokenKeyError) {
        self.init(path: directory.file(DataDirectory.tokenKeyFile), bits: AccessTokenKey.bits)
        _ = try existing()
    }

    init(path: String, bits: Int) {
        self.path = path
        self.bits = bits
    }

    /// The key; nil where none was made yet, so that nothing can be signed by it.
    func existing() throws(AccessTokenKeyError) -> AccessTokenKey? {
        if let key = held.withLock({ $0 }) { return key }
        let file: PrivateFile.Status?
        do {
            file = try PrivateFile.read(path)
        } catch {
            throw .file(error)
        }
        guard let file else { return nil }
        guard let key = try? AccessTokenKey(pem: String(decoding: file.bytes, as: UTF8.self)) else {
            throw .noKey(path: path)
        }
        held.withLock { $0 = key }
        return key
    }

    /// The key, made now where none was yet.
    func orMade() async throws -> AccessTokenKey {
        if let key = try existing() { return key }
        return try await maker.run { [self] in
            if let key = try existing() { return key }
            let key = try AccessTokenKey.make(bits: bits)
            try PrivateFile.write(Array(key.pem.utf8), to: path)
            held.withLock { $0 = key }
            return key
        }
    }
}

/// Why there is no key; no case ever holds it.
public enum AccessTokenKeyError: Error, Equatable, Sendable {
    /// The file cannot be read, or others may read it.
    case file(PrivateFileError)
    /// What is in the file is no RSA key of at least 2048 bits.
    case noKey(path: String)
}

extension AccessTokenKeyError: CustomStringConvertible {
    /// One line: where, what is wrong, the remedy.
    public var description: String {
        switch self {
        case .file(let error): "token-key: \(error)"
        case .noKey(let path):
            "token-key: \(path) holds no RSA key of 2048 bits or more in PEM; remove it, and a new one is made"
        }
    }
}
