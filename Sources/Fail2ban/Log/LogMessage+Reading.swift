extension LogMessage {
    /// What the line tells after its head, and of which jail.
    static func read(_ line: Span<UInt8>, _ head: LogLineHead) -> (JailName?, LogMessage)? {
        switch (head.source, head.level) {
        case (.server, .info): return server(line, head.start).map { (nil, $0) }
        case (.jail, .info): return life(line, head.start)
        case (.actions, .error):
            guard let failure = ActionFailure(line, from: head.start) else { return nil }
            return (failure.jail, failure.message)
        default: return ofJail(line, head)
        }
    }

    /// `[JAIL] WORDS`: the name ends at the first `] ` that words of a message follow.
    private static func ofJail(_ line: Span<UInt8>, _ head: LogLineHead) -> (JailName?, LogMessage)? {
        guard head.start < line.count, line[head.start] == UInt8(ascii: "[") else { return nil }
        var search = head.start + 1
        for _ in 0..<Self.mostEnds {
            guard let end = line.first("] ", in: search..<line.count) else { return nil }
            if let message = message(line, from: end + 2, head) {
                return (JailName(existing: line.text(in: (head.start + 1)..<end)), message)
            }
            search = end + 1
        }
        return nil
    }

    /// Ends of a name that are tried: an id may be made of nothing else.
    private static let mostEnds = 8

    private static func message(_ line: Span<UInt8>, from start: Int, _ head: LogLineHead) -> LogMessage? {
        switch (head.source, head.level) {
        case (.filter, .info): return failure(line, start)
        case (.observer, .info), (.observer, .notice): return observation(line, start)
        case (.actions, .notice):
            return act(line, start) ?? alreadyBanned(line, start)
        case (.actions, .warning), (.actions, .debug): return alreadyBanned(line, start)
        default: return nil
        }
    }

    /// What `filter.py` tells: `Found`, `Attempt` and `Ignore`.
    private static func failure(_ line: Span<UInt8>, _ start: Int) -> LogMessage? {
        if line.has("Found ", at: start) {
            let (id, time) = idBeforeTime(line, (start + 6)..<line.count)
            return .found(id, failedAt: time)
        }
        if line.has("Attempt ", at: start) { return .attempt(idBeforeTime(line, (start + 8)..<line.count).0) }
        guard line.has("Ignore ", at: start), let end = line.last(" by ", in: (start + 7)..<line.count) else {
            return nil
        }
        return .ignore(BanID(line, in: (start + 7)..<end), reason: line.text(in: (end + 4)..<line.count))
    }

    /// `ID - 2026-11-21 04:05:06`.
    private static func idBeforeTime(_ line: Span<UInt8>, _ range: Range<Int>) -> (BanID, LocalTime?) {
        let end = range.upperBound - LocalTime.length - 3
        guard end >= range.lowerBound, line.has(" - ", at: end), let time = LocalTime(line, at: end + 3) else {
            return (BanID(line, in: range), nil)
        }
        return (BanID(line, in: range.lowerBound..<end), time)
    }

    /// What `observer.py` tells: a found again, and a ban prolonged.
    private static func observation(_ line: Span<UInt8>, _ start: Int) -> LogMessage? {
        if line.has("Found ", at: start) {
            return line.last(", bad - ", in: (start + 6)..<line.count)
                .map { .foundAgain(BanID(line, in: (start + 6)..<$0)) }
        }
        guard line.has("Increase Ban ", at: start), line.ends(start..<line.count, with: ")"),
            let open = line.last(" (", in: (start + 13)..<line.count),
            let middle = line.first(" # ", in: (open + 2)..<line.count),
            let arrow = line.first(" -> ", in: (middle + 3)..<line.count),
            let count = line.number(in: (open + 2)..<middle),
            let seconds = GrantedTime.seconds(line, in: (middle + 3)..<arrow)
        else { return nil }
        return .increase(BanID(line, in: (start + 13)..<open), count: Int(count), seconds: seconds)
    }

    /// What `actions.py` tells of bans.
    private static func act(_ line: Span<UInt8>, _ start: Int) -> LogMessage? {
        func id(after length: Int) -> BanID { BanID(line, in: (start + length)..<line.count) }
        if line.has("Ban ", at: start) { return .ban(id(after: 4)) }
        if line.has("Unban ", at: start) { return .unban(id(after: 6)) }
        if line.has("Restore Ban ", at: start) { return .restore(id(after: 12)) }
        if line.has("Repeal Ban ", at: start) { return .repeal(id(after: 11)) }
        if line.has("Flush ticket(s) with ", at: start) { return .flush }
        guard line.has("Reban ", at: start) else { return nil }
        // `, action 'NAME'` follows where it is one action.
        let range = (start + 6)..<line.count
        let isQuoted = line.ends(range, with: "'") || line.ends(range, with: "\"")
        let end = isQuoted ? line.last(", action ", in: range) : nil
        return .reban(BanID(line, in: range.lowerBound..<(end ?? range.upperBound)))
    }

    private static func alreadyBanned(_ line: Span<UInt8>, _ start: Int) -> LogMessage? {
        guard line.ends(start..<line.count, with: " already banned") else { return nil }
        return .alreadyBanned(BanID(line, in: start..<(line.count - 15)))
    }

    /// `Jail 'NAME' started`, with the name as Python writes it.
    private static func life(_ line: Span<UInt8>, _ start: Int) -> (JailName?, LogMessage)? {
        guard line.has("Jail ", at: start), let name = PythonText(line, at: start + 5) else { return nil }
        let message: LogMessage
        if line.has(" started", at: name.end), line.count == name.end + 8 {
            message = .jailStarted
        } else if line.has(" stopped", at: name.end), line.count == name.end + 8 {
            message = .jailStopped
        } else {
            return nil
        }
        return (JailName(existing: name.text), message)
    }

    private static func server(_ line: Span<UInt8>, _ start: Int) -> LogMessage? {
        if line.has("Starting Fail2ban v", at: start) {
            return .daemonStarting(version: line.text(in: (start + 19)..<line.count))
        }
        if line.has("Shutdown in progress...", at: start) { return .daemonStopping }
        return line.has("Exiting Fail2ban", at: start) && line.count == start + 16 ? .daemonStopped : nil
    }
}
