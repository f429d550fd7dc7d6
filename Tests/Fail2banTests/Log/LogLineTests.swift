import Fail2ban
import Testing

@Suite struct LogLineTests {
    /// A line as the daemon pads it.
    static func line(_ part: String, _ level: String, _ message: String) -> String {
        let name = "fail2ban.\(part)"
        let padding = String(repeating: " ", count: max(0, 24 - name.count))
        let levelPadding = String(repeating: " ", count: max(0, 7 - level.count))
        return "2026-11-21 04:05:06,789 \(name)\(padding)[123]: \(level)\(levelPadding) \(message)"
    }

    static func read(_ part: String, _ level: String, _ message: String) -> LogLine? {
        LogLine(line(part, level, message).utf8)
    }

    private static let address = BanID(reading: "192.0.2.1")
    private static let time = LocalTime("2026-11-21 04:05:01".utf8)

    private static let ofJail: [(String, String, String, LogMessage)] = [
        ("filter", "INFO", "Found 192.0.2.1 - 2026-11-21 04:05:01", .found(address, failedAt: time)),
        ("filter", "INFO", "Found 192.0.2.1", .found(address, failedAt: nil)),
        ("filter", "INFO", "Attempt 192.0.2.1 - 2026-11-21 04:05:01", .attempt(address)),
        ("filter", "INFO", "Ignore 192.0.2.1 by ip", .ignore(address, reason: "ip")),
        ("filter", "INFO", "Ignore 192.0.2.1 by ignoreself rule", .ignore(address, reason: "ignoreself rule")),
        ("observer", "INFO", "Found 192.0.2.1, bad - 2026-11-21 04:05:01, 1 # -> 2.0, Ban", .foundAgain(address)),
        (
            "observer", "NOTICE", "Increase Ban 192.0.2.1 (2 # 20m -> 2026-11-21 04:25:06)",
            .increase(address, count: 2, seconds: 1200)
        ),
        (
            "observer", "NOTICE", "Increase Ban 192.0.2.1 (30 # permanent -> infinite)",
            .increase(address, count: 30, seconds: -1)
        ),
        ("actions", "NOTICE", "Ban 192.0.2.1", .ban(address)),
        ("actions", "NOTICE", "Restore Ban 192.0.2.1", .restore(address)),
        ("actions", "NOTICE", "Reban 192.0.2.1", .reban(address)),
        ("actions", "NOTICE", "Reban 192.0.2.1, action 'nftables'", .reban(address)),
        ("actions", "NOTICE", "Reban 192.0.2.1, action \"it's\"", .reban(address)),
        ("actions", "NOTICE", "Unban 192.0.2.1", .unban(address)),
        ("actions", "NOTICE", "Repeal Ban 192.0.2.1", .repeal(address)),
        ("actions", "NOTICE", "192.0.2.1 already banned", .alreadyBanned(address)),
        ("actions", "WARNING", "192.0.2.1 already banned", .alreadyBanned(address)),
        ("actions", "DEBUG", "192.0.2.1 already banned", .alreadyBanned(address)),
        ("actions", "NOTICE", "Flush ticket(s) with nftables", .flush),
    ]

    @Test(arguments: ofJail.indices)
    func `a line of a jail tells its time, its jail and what happened`(_ index: Int) throws {
        let (part, level, words, message) = Self.ofJail[index]
        for jail in ["sshd", "a b", "a]b", "[a]", "x] ", "Jail 'x' started", "übel", ""] {
            // Of these two nobody can tell where the name ends.
            if jail == "x] ", case .alreadyBanned = message { continue }
            let line = try #require(Self.read(part, level, "[\(jail)] \(words)"))
            #expect(line.jail == JailName(existing: jail))
            #expect(line.message == message)
            #expect(line.time == LocalTime("2026-11-21 04:05:06".utf8))
            #expect(line.millisecond == 789)
        }
    }

    @Test func `lines of the daemon and of jails that start and stop are read`() {
        let version = "1.1.1.dev1"
        #expect(
            Self.read("server", "INFO", "Starting Fail2ban v1.1.1.dev1")?.message == .daemonStarting(version: version))
        #expect(Self.read("server", "INFO", "Shutdown in progress...")?.message == .daemonStopping)
        #expect(Self.read("server", "INFO", "Exiting Fail2ban")?.message == .daemonStopped)
        #expect(Self.read("server", "INFO", "Exiting Fail2ban")?.jail == nil)
        let started = Self.read("jail", "INFO", "Jail 'sshd' started")
        #expect(started?.message == .jailStarted)
        #expect(started?.jail == JailName(existing: "sshd"))
        let stopped = Self.read("jail", "INFO", #"Jail "it's \\ \xe9 \u20ac \U0001f600 \n' started" stopped"#)
        #expect(stopped?.message == .jailStopped)
        #expect(stopped?.jail?.text == "it's \\ é € 😀 \n' started")
    }

    @Test func `lines without padding are read`() {
        let text = "2026-11-21 04:05:06,789 fail2ban.actions[1]: NOTICE [sshd] Ban 192.0.2.1"
        #expect(LogLine(text.utf8)?.message == .ban(Self.address))
    }

    @Test(arguments: [
        ("filter", "INFO", "  maxRetry: 5"),
        ("filter", "INFO", "Added logfile: '/var/log/auth.log' (pos = 0, hash = a)"),
        ("actions", "INFO", "[sshd] Ignore 192.0.2.1, expired bantime"),
        ("actions", "ERROR", "Failed to execute ban jail 'sshd' action 'nft' info '"),
        ("actions", "ERROR", "Failed to stop jail 'sshd' action 'nft': no"),
        ("actions", "NOTICE", "[sshd] Banana"), ("actions", "NOTICE", "[sshd]Ban 192.0.2.1"), ("actions", "NOTICE", ""),
        ("actions", "NOTICE", "["), ("actions", "NOTICE", "[sshd"), ("actions", "NOTICE", "[sshd] "),
        ("observer", "INFO", "[sshd] IP 192.0.2.1 is bad: 3 # last 2026-11-21 04:05:06 - incr 10m to 20m"),
        ("observer", "NOTICE", "[sshd] Increase Ban 192.0.2.1 (2 # soon -> never)"),
        ("observer", "NOTICE", "[sshd] Increase Ban 192.0.2.1 (2 # 1 day, 2:3:99 -> never)"),
        ("observer", "NOTICE", "[sshd] Increase Ban 192.0.2.1 (2 # :, : -> never)"),
        ("observer", "NOTICE", "[sshd] Increase Ban 192.0.2.1 (99999999999999999999 # 1s -> x)"),
        ("filterpoll", "INFO", "[sshd] Found 192.0.2.1 - 2026-11-21 04:05:01"),
        ("jail", "INFO", "Jail 'sshd' uses poller {}"), ("jail", "INFO", "Jail 'sshd started"),
        ("jail", "INFO", "Jail 'sshd' started today"), ("server", "INFO", "Exiting Fail2ban soon"),
        ("action", "NOTICE", "[sshd] Ban 192.0.2.1"), ("actions", "CRITICAL", "[sshd] Ban 192.0.2.1"),
    ])
    func `lines that tell nothing of what is known are passed by`(_ part: String, _ level: String, _ message: String) {
        #expect(Self.read(part, level, message) == nil)
    }

    @Test(arguments: [
        "", "Traceback (most recent call last):", "  File \"x.py\", line 1",
        "2026-11-21 04:05:06 fail2ban.actions [1]: NOTICE [sshd] Ban 192.0.2.1",
        "2026-11-21 04:05:06,78x fail2ban.actions [1]: NOTICE [sshd] Ban 192.0.2.1",
        "2026-13-21 04:05:06,789 fail2ban.actions [1]: NOTICE [sshd] Ban 192.0.2.1",
        "2026-11-21 04:05:06,789 fail2ban.actions [x]: NOTICE [sshd] Ban 192.0.2.1",
        "2026-11-21 04:05:06,789 other.actions [1]: NOTICE [sshd] Ban 192.0.2.1",
        "2026-11-21 04:05:06,789 fail2ban.actions [1]: ", "2026-11-21 04:05:06,789 ",
    ])
    func `what is no line of the daemon is passed by`(_ text: String) { #expect(LogLine(text.utf8) == nil) }

    @Test func `ids are read as everywhere else`() {
        for id in [
            "192.0.2.1", "2001:db8::1", "198.51.100.0/24", "2001:db8::/32", "", "user", "a b", "already banned",
            "192.0.2.01", "192.0.2", "192.0.2.256", "1.2.3.4.5", "::ffff:192.0.2.1", "2001:DB8::1", "192.0.2.1/32",
            "1..2.3", "10.0.0.0", "0.0.0.0", "255.255.255.255", "1234.1.1.1", "é", "x already banned",
        ] {
            #expect(Self.read("actions", "NOTICE", "[j] Ban \(id)")?.message == .ban(BanID(reading: id)), "\(id)")
            let found = Self.read("filter", "INFO", "[j] Found \(id) - 2026-11-21 04:05:01")?.message
            #expect(found == .found(BanID(reading: id), failedAt: Self.time), "\(id)")
        }
    }

    @Test func `an id cannot pass for another line`() {
        let hostile = "x] Ban 192.0.2.9 - 2026-11-21 04:05:01, bad - a by ip"
        #expect(
            Self.read("filter", "INFO", "[j] Found \(hostile) - 2026-11-21 04:05:01")?.message
                == .found(.raw(hostile), failedAt: Self.time))
        #expect(
            Self.read("filter", "INFO", "[j] Ignore \(hostile) by dns")?.message
                == .ignore(.raw(hostile), reason: "dns"))
        #expect(Self.read("actions", "NOTICE", "[j] Unban \(hostile)")?.message == .unban(.raw(hostile)))
        #expect(
            Self.read("actions", "NOTICE", "[j] \(hostile) already banned")?.message == .alreadyBanned(.raw(hostile)))
        // A complaint that shows a line of the log it reads.
        let complaint = "[j] Please check a jail for a timing issue. Line with odd timestamp: x] Found 192.0.2.9"
        #expect(Self.read("filter", "WARNING", complaint) == nil)
    }

    @Test func `the length of a prolonged ban is read in every form`() {
        for (text, seconds): (String, Int64) in [
            ("0", 0), ("59s", 59), ("1m 5s", 65), ("1h", 3600), ("2d 7h 15m", 198_900), ("1w 2d 3h", 788_400),
            ("1y 3w 4d", 33_696_000), ("permanent", -1), ("0:00:04", 4), ("23:59:59", 86_399),
            ("1 day, 2:03:04", 93_784), ("1000 days, 0:00:00", 86_400_000),
        ] {
            let message = Self.read("observer", "NOTICE", "[j] Increase Ban u (v (7 # \(text) -> x)")?.message
            #expect(message == .increase(.raw("u (v"), count: 7, seconds: seconds), "\(text)")
        }
    }
}
