import Fail2ban
import Testing

@Suite struct ClientOptionsTests {
    @Test func `a command names socket and configuration only where they are not fail2ban's own`() {
        let own = ClientOptions()
        #expect(own.complete("fail2ban-client stop one") == "fail2ban-client stop one")
        let elsewhere = ClientOptions(socket: "/run/a b.sock", configuration: "/srv/f2b")
        #expect(elsewhere.complete("fail2ban-client stop one") == "fail2ban-client -s '/run/a b.sock' stop one")
        #expect(
            elsewhere.complete("fail2ban-client reload one")
                == "fail2ban-client -s '/run/a b.sock' -c /srv/f2b reload one")
        #expect(elsewhere.complete("systemctl start fail2ban") == "systemctl start fail2ban")
    }
}
