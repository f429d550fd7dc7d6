/// Hands a gzipped file on unpacked, and any other as it is. The bounds of the request are those of the body; this has its own.
public final class UnpackingSink: OutboundSink, @unchecked Sendable {
    // One exchange after the other has it, each on one thread; what came of it is asked when they are over.
    /// Why it cannot be handed on.
    public enum Fault: Error, CustomStringConvertible {
        /// It unpacks to more than so many bytes.
        case tooLarge(Int)
        /// It is gzipped and damaged.
        case damaged

        /// In words.
        public var description: String {
            switch self {
            case .tooLarge(let limit): "It unpacks to more than \(limit) bytes"
            case .damaged: "It is packed and damaged"
            }
        }
    }

    private let sink: any OutboundSink
    private let limit: Int
    private let tell: @Sendable (Int) -> Void
    private var head: [UInt8] = []
    private var unpacker: Unpacker?
    private var isDecided = false
    private var taken = 0
    /// Bytes that were handed on.
    public private(set) var count = 0

    /// Hands on to `sink`, at most `limit` bytes; `tell` is given how many came, piece by piece.
    public init(_ sink: any OutboundSink, limit: Int, tell: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.sink = sink
        self.limit = limit
        self.tell = tell
    }

    /// Whether what came ends where it should; to be asked once all came.
    public var isWhole: Bool { unpacker?.isWhole ?? isDecided }

    /// Begins anew.
    public func begin() throws {
        (head, unpacker, isDecided, taken, count) = ([], nil, false, 0, 0)
        try sink.begin()
    }

    /// Takes the next piece.
    public func take(_ bytes: UnsafeRawBufferPointer) throws {
        taken += bytes.count
        if isDecided { try hand(bytes) } else { try decide(bytes) }
        tell(taken)
    }

    /// The first two bytes tell what it is (RFC 1952, 2.3.1).
    private func decide(_ bytes: UnsafeRawBufferPointer) throws {
        head += Array(bytes)
        guard head.count >= 2 else { return }
        isDecided = true
        if head.starts(with: [0x1f, 0x8b]) {
            guard let unpacker = Unpacker() else { throw Fault.damaged }
            self.unpacker = unpacker
        }
        let first = head
        head = []
        try first.withUnsafeBytes { try hand($0) }
    }

    private func hand(_ bytes: UnsafeRawBufferPointer) throws {
        guard let unpacker = unpacker else { return try pass(bytes) }
        var fault: (any Error)?
        let isSound = unpacker.unpack(bytes) { piece in
            do {
                try pass(piece)
                return true
            } catch {
                fault = error
                return false
            }
        }
        if let fault { throw fault }
        guard isSound else { throw Fault.damaged }
    }

    private func pass(_ bytes: UnsafeRawBufferPointer) throws {
        count += bytes.count
        guard count <= limit else { throw Fault.tooLarge(limit) }
        try sink.take(bytes)
    }
}
