import Foundation

/// One message of a stream of events, as the standard has it.
struct StreamMessage: Equatable, Sendable {
    var id: Int64?
    var event: String?
    var data: String?
    var comments = 0

    /// The message's data as Foundation reads it.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data((data ?? "").utf8))) as? [String: Any] ?? [:]
    }
}

/// Reads a stream of events as a program does.
final class StreamReader {
    private let connection: RawConnection
    private var bytes: [UInt8] = []
    private var text: [UInt8] = []
    private var isHeadRead = false
    private(set) var head = ""
    /// Every message so far.
    private(set) var messages: [StreamMessage] = []
    /// Whether the stream came to its end.
    private(set) var hasEnded = false

    init(
        _ visitor: Visitor, _ query: String = "", after id: Int64? = nil, isNarrow: Bool = false
    ) throws {
        connection = try RawConnection(port: visitor.world.client.port, isNarrow: isNarrow)
        let place = id.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        connection.send(
            "GET /api/events/stream\(query) HTTP/1.1\r\nHost: localhost\r\nCookie: \(visitor.cookie)\r\n\(place)\r\n")
    }

    /// The messages that are events.
    var events: [StreamMessage] {
        messages.filter { $0.event != nil && $0.event != "pulse" && $0.event != "skipped" }
    }
    var ids: [Int64] { events.compactMap(\.id) }
    /// What a browser would send as the place to go on from.
    var place: Int64? { messages.compactMap(\.id).last }

    /// Reads until `isEnough` says so, the stream ends, or the time has passed; gives whether it was enough.
    @discardableResult
    func read(within seconds: Double = 60, until isEnough: (StreamReader) -> Bool) async -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while !isEnough(self) {
            guard !hasEnded, ContinuousClock.now < end else { return false }
            switch await connection.receive(within: 0.1) {
            case .bytes(let part): take(Array(part.utf8))
            case .closed: hasEnded = true
            case .nothing: break
            }
        }
        return true
    }

    /// Whether the stream ends within the time.
    func ends(within seconds: Double = 60) async -> Bool { await read(within: seconds) { $0.hasEnded } }

    private func take(_ part: [UInt8]) {
        bytes += part
        if !isHeadRead {
            guard let range = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return }
            head = String(decoding: bytes[..<range.lowerBound], as: UTF8.self)
            bytes.removeSubrange(..<range.upperBound)
            isHeadRead = true
        }
        while let line = bytes.firstRange(of: [13, 10]),
            let size = Int(String(decoding: bytes[..<line.lowerBound], as: UTF8.self), radix: 16),
            bytes.count >= line.upperBound + size + 2
        {
            if size == 0 { hasEnded = true }
            text += bytes[line.upperBound..<(line.upperBound + size)]
            bytes.removeSubrange(..<(line.upperBound + size + 2))
        }
        while let gap = text.firstRange(of: [10, 10]) {
            messages.append(Self.message(String(decoding: text[..<gap.lowerBound], as: UTF8.self)))
            text.removeSubrange(..<gap.upperBound)
        }
    }

    private static func message(_ text: String) -> StreamMessage {
        var message = StreamMessage()
        for line in text.components(separatedBy: "\n") {
            guard !line.hasPrefix(":") else {
                message.comments += 1
                continue
            }
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "id": message.id = Int64(parts[1])
            case "event": message.event = parts[1]
            case "data": message.data = parts[1]
            default: break
            }
        }
        return message
    }
}
