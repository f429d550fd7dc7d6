import Fail2ban
import Testing

@Suite struct ActionFailureTests {
    private func read(_ words: String) -> LogLine? {
        LogLineTests.read("actions", "ERROR", "Failed to execute " + words)
    }

    @Test func `a failed action names id, action and reason`() {
        let line = read(
            "ban jail 'one' action 'nft' info 'ActionInfo({'ip': '2001:db8::1', 'family': 'inet6', "
                + "'fid': <function Actions.ActionInfo.<lambda> at 0x7f>})': Error banning 2001:db8::1")
        #expect(line?.jail == JailName(existing: "one"))
        #expect(line?.message == .banFailed(BanID(reading: "2001:db8::1"), reason: "nft: Error banning 2001:db8::1"))
    }

    @Test func `an unban and a ban that is repeated are told apart`() {
        let rest = "ban jail 'a b' action 'x' info 'ActionInfo({'ip': '192.0.2.1'})': no"
        let id = BanID(reading: "192.0.2.1")
        #expect(read("un" + rest)?.message == .unbanFailed(id, reason: "x: no"))
        #expect(read("re" + rest)?.message == .banFailed(id, reason: "x: no"))
        #expect(read("re" + rest)?.jail == JailName(existing: "a b"))
    }

    @Test func `the id that is banned counts, not the address beside it, and texts of an attacker are jumped`() {
        let hostile = #""', 'fid': 'x'})': y \"""#
        let line = read(
            "ban jail 'j' action 'x' info 'ActionInfo({'ip': '192.0.2.1', 'matches': \(hostile), "
                + #"'fid': 'it\'s \\ me', 'failures': 3})': why})': no"#)
        #expect(line?.message == .banFailed(.raw(#"it's \ me"#), reason: "x: why})': no"))
    }

    @Test(arguments: [
        "ban jail 'j' action 'x' info 'ActionInfo({'fid': <function>})': Error",
        "ban jail 'j' action 'x' info 'ActionInfo({'ip': '192.0.2.1})': Error",
        "ban jail 'j' action 'x' info '{'ip': '192.0.2.1'}': Error", "ban jail 'j' action '", "ban jail '", "",
        "ban jail 'j' action 'x' info 'ActionInfo({'ip': '192.0.2.1'", "fan jail 'j' action 'x' info 'y': z",
        "ban jail 'j' action 'x' info 'ActionInfo({'ip': '\\", "ban jail 'j' action 'x' info 'ActionInfo({'ip': '\\x",
    ])
    func `a line that does not say whom is passed by`(_ words: String) { #expect(read(words) == nil) }
}
