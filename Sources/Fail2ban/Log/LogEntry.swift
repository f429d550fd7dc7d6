/// One entry of a log that keeps time, writer and priority beside the text: syslog, or the system's journal.
///
/// fail2ban writes to syslog `fail2ban.actions[1]: NOTICE [sshd] Ban 192.0.2.1`, of which the journal keeps the name
/// apart, and to the journal `[sshd] Ban 192.0.2.1` with the name in `LOGGER` (measured with 0.11.2 to 1.1.0).
public struct LogEntry: Hashable, Sendable {
    /// The jail it names; nil for the daemon itself.
    public var jail: JailName?
    /// What it tells.
    public var message: LogMessage

    /// Reads an entry; nil for one that tells nothing of what BanGUI knows.
    ///
    /// `writer` is the part of the daemon, such as `fail2ban.actions`, as syslog's identifier or the journal's logger
    /// name it, and `priority` the one of syslog, 0 to 7, where the text does not begin with a level. A text of several
    /// lines is read to the end of its first, as in a file.
    public init?(_ text: [UInt8], writer: [UInt8], priority: Int?) {
        let line = Array(text.prefix { $0 != 0x0a })
        // With options at `logtarget`, or with its name in small letters, the head stands in the text.
        if let line = LogLine(line.span) {
            (jail, message) = (line.jail, line.message)
            return
        }
        let head = LogLineHead(line.span, at: 0) ?? LogLineHead(line.span, writer: writer.span, priority: priority)
        guard let head, let (jail, message) = LogMessage.read(line.span, head) else { return nil }
        (self.jail, self.message) = (jail, message)
    }
}

extension LogLineHead {
    /// The head of a line whose writer stands apart: the text begins with a level, or the priority tells it.
    fileprivate init?(_ line: Span<UInt8>, writer: Span<UInt8>, priority: Int?) {
        guard writer.has("fail2ban.", at: 0), let (source, end) = Self.source(writer, at: 9), end == writer.count else {
            return nil
        }
        if let (level, levelEnd) = Self.level(line, at: 0) {
            self.init(source: source, level: level, start: line.skip(UInt8(ascii: " "), from: levelEnd))
        } else {
            guard let level = priority.flatMap({ Self.level(ofPriority: $0) }) else { return nil }
            self.init(source: source, level: level, start: 0)
        }
    }

    /// The journal's handler of Python knows no NOTICE and makes a warning of it.
    private static func level(ofPriority priority: Int) -> Level? {
        switch priority {
        case 3: .error
        case 4, 5: .notice
        case 6: .info
        case 7: .debug
        default: nil
        }
    }
}
