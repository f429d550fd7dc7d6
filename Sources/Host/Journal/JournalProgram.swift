#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where the program `journalctl` is, which reads the system's journal.
public struct JournalProgram: Hashable, Sendable {
    /// The paths that are tried, in order. `PATH` is not: another may lie there.
    public var paths: [String]
    /// What it is told beside what BanGUI asks, such as `--directory=…` for a journal elsewhere.
    public var options: [String]

    /// Takes each part as it is; the defaults are those of every distribution.
    public init(paths: [String] = ["/usr/bin/journalctl", "/bin/journalctl"], options: [String] = []) {
        self.paths = paths
        self.options = options
    }

    /// The first path with a program; nil where there is none.
    var path: String? { paths.first { access($0, X_OK) == 0 } }

    /// The words that give fail2ban's entries as exported, of these users only: everyone may write to the journal under
    /// any name. `words` come before what is matched.
    func arguments(_ path: String, _ words: [String], users: Set<UInt32>) -> [String] {
        let mine = users.sorted().map { "_UID=\($0)" }
        let fields = JournalEntry.fields.joined(separator: ",")
        return [path] + options + ["--no-pager", "--all", "--output=export", "--output-fields=" + fields] + words
            + mine + Self.names.map { "SYSLOG_IDENTIFIER=\($0)" }
            // With padding syslog's form has no identifier that the journal knows.
            + ["+"] + mine + ["_COMM=fail2ban-server"]
    }

    /// The identifiers of what BanGUI reads: the first with the target SYSTEMD-JOURNAL, the others with SYSLOG.
    private static let names =
        ["fail2ban"] + ["actions", "filter", "jail", "observer", "server"].map { "fail2ban." + $0 }

    /// All that it needs; messages are understood in English.
    static let environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
}
