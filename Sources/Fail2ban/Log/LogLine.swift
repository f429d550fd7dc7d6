/// One line of the daemon's log that tells something.
///
/// Its form is `TIME NAME[PID]: LEVEL MESSAGE`, with or without padding (fail2ban `helpers.py`, `getVerbosityFormat`):
/// `2026-11-21 04:05:06,789 fail2ban.actions        [1]: NOTICE  [sshd] Ban 192.0.2.1`.
public struct LogLine: Hashable, Sendable {
    /// When it was written, in the daemon's zone.
    public var time: LocalTime
    /// The millisecond of that second, 0 to 999.
    public var millisecond: Int
    /// The jail it names; nil for the daemon itself.
    public var jail: JailName?
    /// What it tells.
    public var message: LogMessage

    /// Reads a line without the newline at its end; nil for one that tells nothing of what BanGUI knows.
    ///
    /// Ids and names of jails may hold any text. What a line tells is decided by the part of the daemon that wrote it,
    /// its level and the words next to its beginning and its end, so that an id cannot pass for another line. A jail
    /// whose name holds `] ` followed by the words of a message is read wrongly.
    public init?(_ line: Span<UInt8>) {
        guard let stamp = LogStamp(line) else { return nil }
        self.init(line, stamp)
    }

    /// The same where the line's time was read already.
    public init?(_ line: Span<UInt8>, _ stamp: LogStamp) {
        guard let head = LogLineHead(line), let (jail, message) = LogMessage.read(line, head) else { return nil }
        time = stamp.time
        millisecond = stamp.millisecond
        self.jail = jail
        self.message = message
    }

    /// The same for bytes that lie elsewhere.
    public init?(_ line: some Sequence<UInt8>) {
        self.init(Array(line).span)
    }
}

/// The time with which a line of the daemon's log begins: `2026-11-21 04:05:06,789 `.
public struct LogStamp: Hashable, Sendable {
    /// The time of day in the daemon's zone.
    public var time: LocalTime
    /// 0 to 999.
    public var millisecond: Int

    /// Reads it from the beginning of a line; nil where there is none.
    public init?(_ line: Span<UInt8>) {
        guard line.count >= Self.length, line[19] == UInt8(ascii: ","), line[23] == UInt8(ascii: " "),
            let time = LocalTime(line, at: 0), let tens = line.twoDigits(at: 20), (48...57).contains(line[22])
        else { return nil }
        self.time = time
        millisecond = Int(tens) * 10 + Int(line[22] - 48)
    }

    /// Bytes up to where the rest of the line begins.
    static let length = 24
}

extension LogStamp: Comparable {
    /// The order of two times of day in one zone.
    public static func < (left: LogStamp, right: LogStamp) -> Bool {
        (left.time.inUTC, left.millisecond) < (right.time.inUTC, right.millisecond)
    }
}

/// Who wrote a line, how important it is, and where its message begins.
struct LogLineHead {
    /// The parts of the daemon whose lines BanGUI reads.
    enum Source {
        case filter, observer, actions, jail, server
    }

    /// The levels of the lines that BanGUI reads.
    enum Level {
        case debug, info, notice, warning, error
    }

    let source: Source
    let level: Level
    /// The index of the message's first byte.
    let start: Int

    init(source: Source, level: Level, start: Int) {
        self.source = source
        self.level = level
        self.start = start
    }

    /// Reads what follows the time, which ends at `name`.
    init?(_ line: Span<UInt8>, at name: Int = LogStamp.length) {
        guard line.has("fail2ban.", at: name), let (source, nameEnd) = Self.source(line, at: name + 9) else {
            return nil
        }
        var index = line.skip(UInt8(ascii: " "), from: nameEnd)
        guard index < line.count, line[index] == UInt8(ascii: "[") else { return nil }
        index += 1
        while index < line.count, (48...57).contains(line[index]) { index += 1 }
        guard line.has("]: ", at: index), let (level, levelEnd) = Self.level(line, at: index + 3) else { return nil }
        self.init(source: source, level: level, start: line.skip(UInt8(ascii: " "), from: levelEnd))
    }

    /// The part of the daemon whose name without `fail2ban.` stands at `index`, and where the name ends.
    static func source(_ line: Span<UInt8>, at index: Int) -> (Source, Int)? {
        let (source, end): (Source, Int)
        if line.has("filter", at: index) {
            (source, end) = (.filter, index + 6)
        } else if line.has("actions", at: index) {
            (source, end) = (.actions, index + 7)
        } else if line.has("observer", at: index) {
            (source, end) = (.observer, index + 8)
        } else if line.has("jail", at: index) {
            (source, end) = (.jail, index + 4)
        } else if line.has("server", at: index) {
            (source, end) = (.server, index + 6)
        } else {
            return nil
        }
        // `fail2ban.filterpoll` is another part.
        guard end == line.count || line[end] == UInt8(ascii: " ") || line[end] == UInt8(ascii: "[") else { return nil }
        return (source, end)
    }

    /// The level whose name and a space stand at `index`, and where they end.
    static func level(_ line: Span<UInt8>, at index: Int) -> (Level, Int)? {
        if line.has("INFO ", at: index) { return (.info, index + 5) }
        if line.has("NOTICE ", at: index) { return (.notice, index + 7) }
        if line.has("WARNING ", at: index) { return (.warning, index + 8) }
        if line.has("ERROR ", at: index) { return (.error, index + 6) }
        if line.has("DEBUG ", at: index) { return (.debug, index + 6) }
        return nil
    }
}
