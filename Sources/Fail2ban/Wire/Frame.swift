import Pickle

/// One request as the daemon expects it: a pickled list of texts, and the terminator.
///
/// The daemon splits its input at the terminator before it unpickles, and what it unpickles can run code as root.
/// `init(_:)` is the only way from words to bytes, and it refuses any in which the terminator would occur early.
struct Frame: Sendable {
    /// Pickle and terminator.
    let bytes: [UInt8]

    /// What ends each request and each reply (fail2ban `protocol.py`, `CSPROTO.END`).
    static let terminator = Array("<F2B_END_COMMAND>".utf8)

    /// The longest request in bytes, 64 KiB: the daemon bounds nothing, and a batch of 50 addresses takes 3 KiB.
    static let longest = 64 << 10

    /// Encodes the words of a command.
    init(_ words: [String]) throws(FrameError) {
        // In a list of texts the encoder refuses nothing but length.
        guard words.reduce(0, { $0 + $1.utf8.count }) <= Self.longest,
            let body = try? PickleValue.list(words.map { .text($0) }).encoded()
        else { throw FrameError.tooLong }
        let bytes = body + Self.terminator
        guard bytes.count <= Self.longest else { throw FrameError.tooLong }
        let isCutShort = body.indices.contains { bytes[$0...].starts(with: Self.terminator) }
        guard !isCutShort else { throw FrameError.containsTerminator }
        self.bytes = bytes
    }
}

/// Why a command cannot be sent.
public enum FrameError: Error, Hashable, Sendable {
    /// A text in it holds the bytes that end a request: what follows them would be a request of its own.
    case containsTerminator
    /// It is longer than 64 KiB.
    case tooLong
}
