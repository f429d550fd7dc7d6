/// When a server wants to be asked again (RFC 9110, 10.2.3, and `X-Ttl` of ip-api.com).
enum RetryAfter {
    /// Longer than a day is a day.
    private static let longest: Int64 = 86_400

    /// From now on; nil where the head does not say.
    static func wait(in fields: [String: String], now: Int64) -> Duration? {
        if let text = fields["retry-after"] {
            if let seconds = seconds(text) { return .seconds(min(longest, seconds)) }
            return HTTPDate.moment(text).map { .seconds(min(longest, max(0, $0 - now))) }
        }
        guard (fields["x-rl"] ?? "0") == "0", let seconds = fields["x-ttl"].flatMap(seconds) else { return nil }
        return .seconds(min(longest, seconds))
    }

    private static func seconds(_ text: String) -> Int64? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }
}
