/// Finds the session key: in the environment, else among the credentials of the service, else in `session-secret` of the
/// data directory.
public struct SecretLoader: Sendable {
    /// The credential's name in a unit of systemd (`LoadCredential=session-secret:…`).
    static let credential = "session-secret"

    let directory: DataDirectory
    let credentials: String?
    let now: @Sendable () -> Int64
    let random: @Sendable (Int) -> [UInt8]

    /// - Parameters:
    ///   - directory: prepared by `DataDirectory.prepare`.
    ///   - credentials: the folder in which systemd hands a service its credentials (`$CREDENTIALS_DIRECTORY`); nil
    ///     where there is none.
    ///   - now: epoch seconds.
    ///   - random: that many bytes of the system's generator.
    public init(
        directory: DataDirectory, credentials: String? = nil, now: @escaping @Sendable () -> Int64,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.directory = directory
        self.credentials = credentials
        self.now = now
        self.random = random
    }

    /// The key. The file is made where neither it nor a database exists: a new key beside an old database would end
    /// every session without a word, and hide that a restore was incomplete.
    ///
    /// - Parameters:
    ///   - given: the setting `session_secret`, nil where it was not set.
    ///   - databaseExists: whether there is a database file or a finished setup.
    public func load(given: String?, databaseExists: Bool) throws(SecretError) -> SessionSecret {
        let current = try current(given: given, databaseExists: databaseExists)
        guard let previous = try read(DataDirectory.previousSecretFile) else { return SessionSecret(current: current) }
        let ends = previous.modifiedAt + SessionSecret.rotationTime
        // A time of change in the future would keep an old key alive for ever.
        guard previous.modifiedAt <= now() + 60, now() < ends else { return SessionSecret(current: current) }
        let key = try strong(String(decoding: previous.bytes, as: UTF8.self), source(DataDirectory.previousSecretFile))
        return SessionSecret(current: current, previous: key, previousEnds: ends)
    }

    private func current(given: String?, databaseExists: Bool) throws(SecretError) -> [UInt8] {
        if let given { return try strong(given, .setting) }
        if let key = try credential() { return key }
        if let file = try read(DataDirectory.secretFile) {
            return try strong(String(decoding: file.bytes, as: UTF8.self), source(DataDirectory.secretFile))
        }
        guard !databaseExists else { throw .missingBesideDatabase(path: directory.file(DataDirectory.secretFile)) }
        return try make()
    }

    private func credential() throws(SecretError) -> [UInt8]? {
        guard let path = credentials.map({ $0 + "/" + Self.credential }) else { return nil }
        let bytes: [UInt8]?
        do {
            bytes = try PrivateFile.readCredential(path)
        } catch {
            throw .file(error)
        }
        return try bytes.map { bytes throws(SecretError) in
            try strong(String(decoding: bytes, as: UTF8.self), .file(path: path))
        }
    }

    private func make() throws(SecretError) -> [UInt8] {
        let key = random(SecretStrength.leastBytes)
        let path = directory.file(DataDirectory.secretFile)
        do {
            try PrivateFile.write(Array((Hexadecimal.text(key) + "\n").utf8), to: path)
        } catch {
            throw .file(error)
        }
        return key
    }

    private func strong(_ text: String, _ source: SecretError.Source) throws(SecretError) -> [UInt8] {
        switch SecretStrength.key(text) {
        case .success(let key): return key
        case .failure(let rejection):
            switch rejection.weakness {
            case .missing: throw .empty(source)
            case .short(let bytes): throw .short(source, bytes: bytes)
            case .repetitive(let distinct): throw .repetitive(source, distinct: distinct)
            case .known: throw .wellKnown(source)
            }
        }
    }

    private func source(_ name: String) -> SecretError.Source { .file(path: directory.file(name)) }

    private func read(_ name: String) throws(SecretError) -> PrivateFile.Status? {
        do {
            return try PrivateFile.read(directory.file(name))
        } catch {
            throw .file(error)
        }
    }
}

/// Why there is no session key; no case ever holds the key.
public enum SecretError: Error, Equatable, Sendable {
    /// Where a key was found.
    public enum Source: Equatable, Sendable {
        /// The setting `session_secret`.
        case setting
        /// A file.
        case file(path: String)
    }

    /// The file cannot be read or written, or others may read it.
    case file(PrivateFileError)
    /// A database exists, its key does not.
    case missingBesideDatabase(path: String)
    /// Nothing in it.
    case empty(Source)
    /// Fewer than 32 bytes.
    case short(Source, bytes: Int)
    /// Fewer than 16 different bytes.
    case repetitive(Source, distinct: Int)
    /// A text that examples hold.
    case wellKnown(Source)

    /// EX_CONFIG of sysexits.h.
    public static let exitCode: Int32 = 78
}

extension SecretError: CustomStringConvertible {
    /// One line: where, what is wrong, the remedy.
    public var description: String {
        switch self {
        case .file(let error): "session_secret: \(error)"
        case .missingBesideDatabase(let path):
            "session_secret: a database exists but its key \(path) does not; "
                + "restore the file from the backup, or set BANGUI_SESSION_SECRET"
        case .empty(let source): "\(Self.name(source)): is empty; \(Self.remedy)"
        case .short(let source, let bytes): "\(Self.name(source)): has \(bytes) bytes, 32 are needed; \(Self.remedy)"
        case .repetitive(let source, let distinct):
            "\(Self.name(source)): has only \(distinct) different bytes, 16 are needed; \(Self.remedy)"
        case .wellKnown(let source): "\(Self.name(source)): holds a text that examples use; \(Self.remedy)"
        }
    }

    private static let remedy = "write a random one: openssl rand -hex 32"

    private static func name(_ source: Source) -> String {
        switch source {
        case .setting: "session_secret (BANGUI_SESSION_SECRET)"
        case .file(let path): "session_secret (\(path))"
        }
    }
}
