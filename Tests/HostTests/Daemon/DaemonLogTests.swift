import Fail2ban
import Foundation
import TestSupport
import Testing

@testable import Host

@Suite struct DaemonLogTests {
    private let line = """
        2026-11-21 01:36:59,900 fail2ban.actions        [1]: ERROR   Failed to execute ban jail 'one' action 'nft' info \
        'ActionInfo({'ip': '2001:db8::1', 'family': 'inet6', 'fid': <function Actions.ActionInfo.<lambda> at 0x7f>})': \
        Error banning 2001:db8::1
        """

    @Test func `only what the log gained counts, also when it was rotated`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(line + "\n", to: "log")
        let log = DaemonLog(path: path)
        #expect(log.failedBans(in: JailName(existing: "one")) == [:])
        try folder.write(line + "\nother\n" + line.replacing("2001:db8::1", with: "192.0.2.1") + "\n", to: "log")
        #expect(log.failedBans(in: JailName(existing: "one")).keys.sorted() == ["192.0.2.1"])
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        try folder.write(line + "\n", to: "log")
        #expect(log.failedBans(in: JailName(existing: "one")).keys.sorted() == ["2001:db8::1"])
        #expect(DaemonLog(path: "SYSLOG").failedBans(in: JailName(existing: "one")) == [:])
    }
}
