internal import Crypto

/// The token by which a program reads the metrics, kept as its hash.
public struct MetricsToken: Sendable {
    /// The credential's name in a unit of systemd (`LoadCredential=metrics-token:…`).
    static let credential = "metrics-token"

    private let hash: SHA256Digest

    init(_ text: [UInt8]) { hash = SHA256.hash(data: text) }

    /// Finds the token: in the file that the configuration names, else among the credentials of the service; nil where
    /// neither is there, and so no metrics are.
    ///
    /// - Parameters:
    ///   - path: the setting `metrics_token_file`; nil where it was not set.
    ///   - credentials: the folder of the service's credentials (`$CREDENTIALS_DIRECTORY`); nil where there is none.
    public static func load(_ path: String?, credentials: String?) throws(MetricsTokenError) -> MetricsToken? {
        if let path {
            guard let token = try read(path) else { throw .missing(path: path) }
            return token
        }
        return try credentials.flatMap { folder throws(MetricsTokenError) in try read(folder + "/" + credential) }
    }

    /// Whether a text is the token; it takes as long for any text of a length.
    public func accepts(_ text: some Collection<UInt8>) -> Bool { SHA256.hash(data: Array(text)) == hash }

    private static func read(_ path: String) throws(MetricsTokenError) -> MetricsToken? {
        let bytes: [UInt8]?
        do {
            bytes = try PrivateFile.readCredential(path)
        } catch {
            throw .file(error)
        }
        guard let bytes else { return nil }
        let text = bytes.drop { $0 <= 32 }.reversed().drop { $0 <= 32 }.reversed()
        // What has a blank or more than one line cannot stand in the header Authorization.
        guard case .success = SecretStrength.key(String(decoding: bytes, as: UTF8.self)),
            text.allSatisfy({ (33...126).contains($0) })
        else { throw .weak(path: path) }
        return MetricsToken(Array(text))
    }
}

/// Why there is no token of metrics; no case ever holds it.
public enum MetricsTokenError: Error, Equatable, Sendable {
    /// The file cannot be read, or others may read it.
    case file(PrivateFileError)
    /// There is no such file.
    case missing(path: String)
    /// It can be guessed, or cannot be sent.
    case weak(path: String)
}

extension MetricsTokenError: CustomStringConvertible {
    /// One line: where, what is wrong, the remedy.
    public var description: String {
        switch self {
        case .file(let error): "metrics_token_file: \(error)"
        case .missing(let path): "metrics_token_file: \(path): there is no such file; \(Self.remedy)"
        case .weak(let path):
            "metrics_token_file: \(path): holds no token that is hard to guess, in one line of letters and digits; \(Self.remedy)"
        }
    }

    private static let remedy = "write a random one: openssl rand -hex 32"
}
