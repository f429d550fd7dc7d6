import Pickle

/// One command to the daemon with a reply of a known type.
///
/// There are the commands that the static members give and no others: none takes a text that the daemon would run or
/// evaluate, and none changes an action.
public struct Command<Reply: Sendable>: Sendable {
    /// Whether it changes something, so that it must not be repeated when no answer came.
    public let changes: Bool
    let words: [String]
    /// Why it must not be sent, where its arguments do not allow it.
    let refusal: Fail2banError?
    let decode: @Sendable (PickleValue) throws(Fail2banError) -> Reply

    init(
        _ words: [String], changes: Bool = false, refusal: Fail2banError? = nil,
        decode: @escaping @Sendable (PickleValue) throws(Fail2banError) -> Reply
    ) {
        self.words = words
        self.changes = changes
        self.refusal = refusal
        self.decode = decode
    }

    /// The same as words for a shell, to be shown and copied: `fail2ban-client set sshd banip 192.0.2.1`.
    public var clientWords: String { (["fail2ban-client"] + words).map(shellQuoted).joined(separator: " ") }

    /// The bytes to send.
    func frame() throws(Fail2banError) -> Frame {
        if let refusal { throw refusal }
        do {
            return try Frame(words)
        } catch {
            throw Fail2banError.unsendable(error)
        }
    }

    /// The reply in `pickle`, or the daemon's refusal as an error.
    func reply(in pickle: [UInt8], limits: PickleLimits) throws(Fail2banError) -> Reply {
        let value: PickleValue
        do {
            value = try PickleValue.decode(pickle, limits: limits).value
        } catch {
            throw Fail2banError.malformedReply("\(error)")
        }
        return try decode(Envelope.open(value))
    }
}

/// The word as a POSIX shell reads it back: as it is where that is safe, else in single quotes.
private func shellQuoted(_ word: String) -> String {
    let isPlain =
        !word.isEmpty
        && word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./:,@%+=".utf8.contains(byte)
            }
        }
    if isPlain { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
}

/// What `fail2ban-client` has to be told to reach a daemon that is not where it looks by itself.
public struct ClientOptions: Hashable, Codable, Sendable {
    /// The daemon's socket; nil where it is fail2ban's own.
    public var socket: String?
    /// The folder of the configuration, which a reload reads; nil where it is fail2ban's own.
    public var configuration: String?

    /// Takes each part as it is.
    public init(socket: String? = nil, configuration: String? = nil) {
        self.socket = socket
        self.configuration = configuration
    }

    /// A command that is shown to be copied, with these options in it.
    public func complete(_ clientWords: String) -> String {
        let name = "fail2ban-client "
        guard clientWords.utf8.starts(with: name.utf8) else { return clientWords }
        let rest = clientWords.utf8.dropFirst(name.utf8.count)
        var words = ["fail2ban-client"]
        if let socket { words += ["-s", shellQuoted(socket)] }
        if let configuration, rest.starts(with: "reload ".utf8) { words += ["-c", shellQuoted(configuration)] }
        return (words + [String(decoding: rest, as: UTF8.self)]).joined(separator: " ")
    }
}

extension JailName {
    /// The name as a POSIX shell reads it back, for commands that are shown to be copied.
    public var shellWord: String { shellQuoted(text) }

    /// The error of a command that needs to reach this jail and cannot.
    var refusal: Fail2banError? { isReachable && !text.isEmpty ? nil : .unreachableJail(self) }
}
