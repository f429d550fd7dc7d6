/// One entry of the system's journal, as far as fail2ban's lines need it.
struct JournalEntry: Hashable, Sendable {
    /// Where it stands.
    var place: JournalPlace
    /// When it was written, in UTC epoch milliseconds.
    var time: Int64
    /// The text, as bytes.
    var text: [UInt8] = []
    /// Who wrote it: the logger, else syslog's identifier.
    var writer: [UInt8] = []
    /// Syslog's priority, 0 to 7.
    var priority: Int?

    /// The fields that are asked for; those that begin with two underscores always come.
    static let fields = ["MESSAGE", "SYSLOG_IDENTIFIER", "LOGGER", "PRIORITY", "_SOURCE_REALTIME_TIMESTAMP"]

    /// Makes an entry of its fields; nil where place or time are missing or unreadable.
    init?(_ fields: [String: [UInt8]]) {
        guard let place = fields["__CURSOR"].flatMap({ JournalPlace(cursor: $0) }),
            let received = fields["__REALTIME_TIMESTAMP"].flatMap(Self.number)
        else { return nil }
        self.place = place
        // The moment at which it was sent, where the journal knows: it may have been busy when it took it in.
        let sent = fields["_SOURCE_REALTIME_TIMESTAMP"].flatMap(Self.number)
        time = (sent ?? received) / 1000
        text = fields["MESSAGE"] ?? []
        writer = fields["LOGGER"] ?? fields["SYSLOG_IDENTIFIER"] ?? []
        priority = fields["PRIORITY"].flatMap(Self.number).flatMap { Int(exactly: $0) }
    }

    private static func number(_ digits: [UInt8]) -> Int64? {
        guard (1...18).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }
}
