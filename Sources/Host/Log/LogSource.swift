/// Where the daemon's log can be read again, by what it calls its target.
enum LogSource {
    /// A file with its rotations.
    case files(LogFolder)
    /// The system's journal, which takes syslog's lines too where systemd runs.
    case journal
    /// Nowhere.
    case nowhere

    /// Tells it of a target, with or without options such as `SYSLOG[facility=USER]`; fail2ban takes the words in letters
    /// of any size.
    init(_ target: String) {
        guard target.utf8.first != UInt8(ascii: "/") else {
            self = .files(LogFolder(path: target))
            return
        }
        let word = target.utf8.prefix { $0 != UInt8(ascii: "[") }.map { (97...122).contains($0) ? $0 - 32 : $0 }
        let isJournal = word.elementsEqual("SYSLOG".utf8) || word.elementsEqual("SYSTEMD-JOURNAL".utf8)
        self = isJournal ? .journal : .nowhere
    }
}
