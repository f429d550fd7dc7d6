import Fail2ban
import Testing

/// The same lines as fail2ban hands them to syslog and to the journal.
@Suite struct LogEntryTests {
    private static let address = BanID(reading: "192.0.2.1")

    private func read(_ text: String, _ writer: String, _ priority: Int? = nil) -> LogEntry? {
        LogEntry(Array(text.utf8), writer: Array(writer.utf8), priority: priority)
    }

    /// Text, identifier and priority as syslog gets them.
    private static let ofSyslog: [(String, String, Int, LogMessage)] = [
        ("NOTICE [one] Ban 192.0.2.1", "fail2ban.actions", 5, .ban(address)),
        ("NOTICE  [one] Ban 192.0.2.1", "fail2ban.actions", 5, .ban(address)),
        (
            "INFO [one] Found 192.0.2.1 - 2026-11-21 12:47:08", "fail2ban.filter", 6,
            .found(address, failedAt: LocalTime("2026-11-21 12:47:08".utf8))
        ),
        (
            "NOTICE [one] Increase Ban 192.0.2.1 (2 # 0:20:00 -> 2026-11-21 04:25:06)", "fail2ban.observer", 5,
            .increase(address, count: 2, seconds: 1200)
        ),
        (
            "ERROR Failed to execute ban jail 'one' action 'a' info 'ActionInfo({'ip': '192.0.2.1'})': why",
            "fail2ban.actions", 3, .banFailed(address, reason: "a: why")
        ),
    ]

    @Test(arguments: ofSyslog.indices)
    func `an entry of syslog tells what its line in a file does`(_ index: Int) throws {
        let (text, writer, priority, message) = Self.ofSyslog[index]
        let entry = try #require(read(text, writer, priority))
        #expect(entry.jail == JailName(existing: "one"))
        #expect(entry.message == message)
        // The journal names the writer and the priority, and the text bears no level.
        let words = text.drop { $0 != " " }.drop { $0 == " " }
        let inJournal = priority == 5 ? 4 : priority
        #expect(read(String(words), writer, inJournal) == entry)
        // With options at the target the whole head stands in the text, with or without a time.
        let head = "\(writer)        [7]: \(text)"
        #expect(read(head, "python3") == entry)
        #expect(read("2026-11-21 04:05:06,789 " + head, "fail2ban", 6) == entry)
    }

    @Test func `the daemon itself and its jails are told of`() {
        #expect(read("INFO Jail 'one' started", "fail2ban.jail")?.message == .jailStarted)
        #expect(read("Jail 'one' stopped", "fail2ban.jail", 6)?.message == .jailStopped)
        #expect(read("Starting Fail2ban v1.0.2", "fail2ban.server", 6)?.message == .daemonStarting(version: "1.0.2"))
        #expect(read("INFO Exiting Fail2ban", "fail2ban.server")?.message == .daemonStopped)
    }

    @Test func `what another wrote, or at another level, tells nothing`() {
        #expect(read("NOTICE [one] Ban 192.0.2.1", "fail2ban.utils") == nil)
        #expect(read("NOTICE [one] Ban 192.0.2.1", "fail2ban.actionsx") == nil)
        #expect(read("NOTICE [one] Ban 192.0.2.1", "sshd") == nil)
        #expect(read("[one] Ban 192.0.2.1", "fail2ban.actions", 6) == nil)
        #expect(read("[one] Ban 192.0.2.1", "fail2ban.actions") == nil)
        #expect(read("", "fail2ban.actions", 4) == nil)
        #expect(read("NOTICE ", "fail2ban.actions", 4) == nil)
        #expect(read("[one] Ban 192.0.2.1", "", 4) == nil)
    }

    @Test func `of a text of several lines the first counts, and bytes that are no text do no harm`() throws {
        let entry = try #require(read("[one] Ban 192.0.2.1\n[one] Unban 192.0.2.1", "fail2ban.actions", 4))
        #expect(entry.message == .ban(Self.address))
        let odd = Array("[one] Ban caf".utf8) + [0xe9, 0x20, 0xff]
        let line = try #require(LogEntry(odd, writer: Array("fail2ban.actions".utf8), priority: 4))
        #expect(line.message == .ban(BanID(reading: "caf\u{fffd} \u{fffd}")))
    }
}
