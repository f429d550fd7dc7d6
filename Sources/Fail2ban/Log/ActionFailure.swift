/// A line that the daemon writes when an action failed (fail2ban `server/actions.py`):
/// `Failed to execute ban jail 'JAIL' action 'ACTION' info 'ActionInfo({'ip': 'ID', …})': REASON`.
struct ActionFailure {
    let jail: JailName
    let message: LogMessage

    /// Reads it from where the message begins; nil where the action had not asked for whom it was.
    init?(_ line: Span<UInt8>, from start: Int) {
        guard line.has("Failed to execute ", at: start) else { return nil }
        let isUnban = line.has("unban jail '", at: start + 18)
        let name: Int
        if isUnban {
            name = start + 30
        } else if line.has("ban jail '", at: start + 18) {
            name = start + 28
        } else if line.has("reban jail '", at: start + 18) {
            name = start + 30
        } else {
            return nil
        }
        guard let nameEnd = line.first("' action '", in: name..<line.count),
            let actionEnd = line.first("' info '", in: (nameEnd + 10)..<line.count),
            let info = ActionInfo(line, at: actionEnd + 8)
        else { return nil }
        let action = line.text(in: (nameEnd + 10)..<actionEnd)
        let reason = "\(action): \(line.text(in: info.reason..<line.count))"
        let id = BanID(reading: info.id)
        jail = JailName(existing: line.text(in: name..<nameEnd))
        message = isUnban ? .unbanFailed(id, reason: reason) : .banFailed(id, reason: reason)
    }
}

/// `ActionInfo({'ip': '192.0.2.1', 'fid': <function …>})': `: Python's form of a dictionary of which the daemon has
/// worked out only what the action asked for.
private struct ActionInfo {
    /// The ban's id: `fid` where it is there, else `ip`.
    let id: String
    /// Where the reason begins.
    let reason: Int

    init?(_ line: Span<UInt8>, at start: Int) {
        guard line.has("ActionInfo({", at: start) else { return nil }
        var ip: String?
        var fid: String?
        var index = start + 12
        while index < line.count {
            if line.has("})': ", at: index) {
                guard let id = fid ?? ip else { return nil }
                self.id = id
                reason = index + 5
                return
            }
            // Only texts are looked into: what lies between them holds no quotes.
            guard line[index] == UInt8(ascii: "'") || line[index] == UInt8(ascii: "\"") else {
                index += 1
                continue
            }
            guard let text = PythonText(line, at: index) else { return nil }
            index = text.end
            guard text.text == "ip" || text.text == "fid", line.has(": ", at: index),
                let value = PythonText(line, at: index + 2)
            else { continue }
            index = value.end
            if text.text == "ip" { ip = value.text } else { fid = value.text }
        }
        return nil
    }
}
