internal import Fail2ban

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Takes what the library receives, and ends it where it is beyond the bounds.
///
/// One thread has it at a time: that of the exchange, and after its end the one that asked for it.
final class Reception {
    private(set) var fault: OutboundFailure.Cause?
    private(set) var status = 0
    private(set) var fields: [String: String] = [:]
    private(set) var size = OutboundSize()
    /// Whether the rest is not wanted.
    private(set) var isEnough = false

    private let exchange: Exchange
    private let sink: any OutboundSink
    private var headBytes = 0
    private var hasHead = false
    private var excerpt: [UInt8] = []
    private var unpacker: Unpacker?

    private static let excerptBytes = 200

    init(_ exchange: Exchange, into sink: any OutboundSink) {
        self.exchange = exchange
        self.sink = sink
    }

    /// The beginning of what a server that refuses said, in one line that can be printed.
    var words: String {
        let text = String(decoding: excerpt, as: UTF8.self).unicodeScalars
            .map { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) ? " " : String($0) }.joined()
        return text.split(separator: " ").joined(separator: " ")
    }

    func mayDial(_ socket: UnsafePointer<sockaddr>) -> Bool {
        if let answer = AnsweredAddress(socket: socket), exchange.pinned.contains(answer),
            AnsweredAddress.port(socket: socket) == exchange.link.port
        {
            return true
        }
        return refuse(.strangeAddress)
    }

    func takeLine(_ line: UnsafeRawBufferPointer) -> Bool {
        headBytes += line.count
        guard headBytes <= exchange.limits.head else { return refuse(.head(exchange.limits.head)) }
        // What follows a body in chunks is no part of the head.
        guard !hasHead else { return true }
        var bytes = line[...]
        while let last = bytes.last, last == 0x0d || last == 0x0a || last == 0x20 || last == 0x09 {
            bytes = bytes.dropLast()
        }
        if bytes.isEmpty { return status < 200 ? true : endHead() }
        if bytes.starts(with: "HTTP/".utf8), !bytes.prefix(while: { $0 != 0x20 }).contains(0x3a) {
            return takeStatus(bytes)
        }
        guard let colon = bytes.firstIndex(of: 0x3a) else { return true }
        let name = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        let value = String(decoding: bytes[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
        // Two codings are one over the other, however they are written.
        if name == "content-encoding" || name == "transfer-encoding", let before = fields[name] {
            fields[name] = before + ", " + value
        } else {
            fields[name] = value
        }
        return true
    }

    private func takeStatus(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        let words = line.split(separator: 0x20)
        status = words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) ?? 0 : 0
        fields = [:]
        return true
    }

    private func endHead() -> Bool {
        hasHead = true
        if let coding = fields["transfer-encoding"]?.lowercased(), coding != "chunked" {
            return refuse(.packing(coding))
        }
        guard (200...299).contains(status), exchange.method != .head else {
            // What a redirect says besides its head nobody reads.
            isEnough = (300...399).contains(status)
            return !isEnough
        }
        switch fields["content-encoding"]?.lowercased() {
        case nil, "identity"?, ""?: return true
        case "gzip"?, "x-gzip"?:
            unpacker = Unpacker()
            return unpacker == nil ? refuse(.library) : true
        case let other?: return refuse(.packing(other))
        }
    }

    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard (200...299).contains(status) else { return takeExcerpt(bytes) }
        size.wire += bytes.count
        guard size.wire <= exchange.limits.wire else { return refuse(.wire(exchange.limits.wire)) }
        guard let unpacker else { return keep(bytes) }
        if unpacker.unpack(bytes, keep) { return true }
        // It stopped because there is enough, because of a limit, or because of what came.
        return isEnough ? false : refuse(.damaged)
    }

    /// What is cut off in the middle of a packed body is damaged.
    func finish() {
        if fault == nil, !isEnough, let unpacker, !unpacker.isWhole { fault = .damaged }
    }

    private func keep(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var piece = bytes
        if let enough = exchange.limits.enough, size.unpacked + bytes.count > enough {
            piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(max(0, enough - size.unpacked)))
            isEnough = true
        }
        size.unpacked += piece.count
        let isBomb =
            unpacker != nil && size.unpacked > 1 << 20 && size.unpacked / max(1, size.wire) > exchange.limits.ratio
        guard size.unpacked <= exchange.limits.unpacked, !isBomb else {
            return refuse(unpacker == nil ? .wire(exchange.limits.unpacked) : .unpacked(size))
        }
        do {
            try sink.take(piece)
        } catch {
            return refuse(.sink("\(error)"))
        }
        return !isEnough
    }

    private func takeExcerpt(_ bytes: UnsafeRawBufferPointer) -> Bool {
        excerpt.append(contentsOf: bytes.prefix(Self.excerptBytes - excerpt.count))
        isEnough = excerpt.count >= Self.excerptBytes
        return !isEnough
    }

    private func refuse(_ cause: OutboundFailure.Cause) -> Bool {
        if fault == nil { fault = cause }
        return false
    }
}
