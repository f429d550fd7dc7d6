import Foundation

/// An answer as it came over the wire.
struct HTTPReply: Sendable {
    var status: Int
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    /// The first field of a name.
    subscript(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The values of every field of a name.
    func all(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as Foundation reads it.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
    }

    /// The code of a problem document; nil for any other body.
    var code: String? {
        self["content-type"] == "application/problem+json" ? json["code"] as? String : nil
    }

    /// Seconds after which to try again.
    var retryAfter: Int? { self["retry-after"].flatMap { Int($0) } }

    /// The names of the faulty values of a problem document.
    var faultyFields: Set<String> {
        Set((json["fields"] as? [[String: String]] ?? []).compactMap { $0["field"] })
    }

    /// The value of a cookie that is set.
    func cookie(_ name: String) -> String? {
        all("set-cookie").first { $0.hasPrefix(name + "=") }
            .map { String($0.dropFirst(name.count + 1).prefix { $0 != ";" }) }
    }

    /// The value of the hidden field `_csrf` of the first form.
    var formToken: String? {
        guard let start = text.range(of: "name=\"_csrf\" value=\"")?.upperBound else { return nil }
        return String(text[start...].prefix { $0 != "\"" })
    }
}

extension HTTPReply {
    /// Reads an answer; nil while it is not whole. `isClosed` says that no more bytes will come.
    init?(parsing bytes: [UInt8], isHead: Bool, isClosed: Bool) {
        guard let end = Self.end(of: bytes) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        self.status = status
        fields = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (
                String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            )
        }
        body = []
        let rest = Array(bytes[(end + 4)...])
        // A stream has no end; whoever wants to know more than its head reads it otherwise.
        if isHead || status == 204 || status == 304 || self["content-type"] == "text/event-stream" {
            body = rest
        } else if self["transfer-encoding"] == "chunked" {
            guard let whole = Self.joined(rest) else { return nil }
            body = whole
        } else if let length = self["content-length"].flatMap({ Int($0) }) {
            guard rest.count >= length else { return nil }
            body = rest
        } else {
            guard isClosed else { return nil }
            body = rest
        }
    }

    private static func end(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...(bytes.count - 4)).first { Array(bytes[$0..<($0 + 4)]) == Array("\r\n\r\n".utf8) }
    }

    /// The chunks in one; nil while the last has not come.
    private static func joined(_ bytes: [UInt8]) -> [UInt8]? {
        var rest = bytes[...]
        var whole: [UInt8] = []
        while let end = rest.firstIndex(of: 13) {
            let size = String(decoding: rest[..<end], as: UTF8.self)
            guard let count = Int(size, radix: 16), rest.distance(from: end, to: rest.endIndex) >= count + 4 else {
                return nil
            }
            if count == 0 { return whole }
            whole += rest[(end + 2)..<(end + 2 + count)]
            rest = rest[(end + 2 + count + 2)...]
        }
        return nil
    }
}

extension HTTPReply {
    /// The body where it is a list of objects.
    var rows: [[String: Any]]? { (try? JSONSerialization.jsonObject(with: Data(body))) as? [[String: Any]] }
}
