import Fail2ban

/// What `fail2ban-client -d` prints: the commands that configure the daemon, one Python list on each line.
struct JailStream {
    private let lines: [Substring.UTF8View]
    private let name: String

    /// Reads the stream for one jail.
    init(_ output: String, jail: JailName) {
        lines = output.utf8.split(separator: 0x0a).map { Substring($0).utf8 }
        name = jail.text
    }

    /// Whether the configuration adds and starts the jail.
    var startsJail: Bool { lines.contains { $0.starts(with: "['start', '\(name)']".utf8) } }

    /// The names of the actions that the configuration gives the jail.
    var actions: Set<String> {
        let start = "['set', '\(name)', 'addaction', '"
        let names = lines.compactMap { line -> String? in
            guard line.starts(with: start.utf8) else { return nil }
            let rest = line.dropFirst(start.utf8.count)
            return rest.firstIndex(of: UInt8(ascii: "'")).flatMap { String(rest[..<$0]) }
        }
        return Set(names)
    }

    /// Why the configuration has no such jail, in fail2ban's words, where it says so.
    var complaint: String? {
        let start = "['config-error', "
        let mark = "Jail '\(name)' skipped"
        for line in lines where line.starts(with: start.utf8) {
            let text = String(Substring(line.dropFirst(start.utf8.count).dropLast()))
            if text.utf8.dropFirst().starts(with: mark.utf8) { return String(text.dropFirst().dropLast()) }
        }
        return nil
    }
}
