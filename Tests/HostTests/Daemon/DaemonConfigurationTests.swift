import TestSupport
import Testing

@testable import Host

@Suite struct DaemonConfigurationTests {
    @Test(arguments: Fail2banRelease.all)
    func `the files that come with fail2ban tell where its log and its database are`(
        _ release: Fail2banRelease
    ) throws {
        let configuration = DaemonConfiguration(try Fail2banTree.unpacked(release).path + "/etc/fail2ban")
        #expect(configuration.value(of: "logtarget") == "/var/log/fail2ban.log")
        #expect(configuration.value(of: "dbfile") == "/var/lib/fail2ban/fail2ban.sqlite3")
        #expect(configuration.value(of: "no such") == nil)
    }

    @Test func `the section wins over the defaults, and of each the later file`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "[DEFAULT]\nlogtarget = /a\ndbfile = /b\nloglevel = INFO\n[Thread]\nstacksize = 1\n", to: "fail2ban.conf")
        try folder.write("[Definition]\nlogtarget = /c\n[DEFAULT]\nloglevel = %(x)s\n", to: "fail2ban.d/own.conf")
        try folder.write("[DEFAULT]\nlogtarget = /d\n dbfile=/e \n", to: "fail2ban.local")
        let configuration = DaemonConfiguration(folder.path)
        #expect(configuration.value(of: "logtarget") == "/c")
        #expect(configuration.value(of: "dbfile") == "/e")
        #expect(configuration.value(of: "loglevel") == nil && configuration.value(of: "stacksize") == nil)
    }
}
