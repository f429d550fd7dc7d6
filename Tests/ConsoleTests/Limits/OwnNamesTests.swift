import Testing

@testable import Console

@Suite struct OwnNamesTests {
    private let names = OwnNames(
        publicURL: WebOrigin("https://Ban.example.org"), listen: ListenAddress("bangui.internal:8080")!,
        machine: "Tower.lan")

    @Test(arguments: [
        "ban.example.org", "BAN.example.org:8443", "ban.example.org.", "bangui.internal:8080", "tower.lan",
        "tower.LAN:8080",
        "localhost", "localhost:8080", "LocalHost.", "bangui.localhost:1", "127.0.0.1:8080", "203.0.113.7",
        "[::1]:8080",
        "[2001:db8::7]", "[::ffff:192.0.2.1]",
    ])
    func `the configured name, the machine's name, localhost and addresses are the console's own`(host: String) {
        #expect(names.verdict(on: host) == .own)
    }

    @Test(arguments: [
        "evil.example", "evil.example:8080", "ban.example.org.evil.example", "xban.example.org", "notlocalhost",
        "localhost.evil.example",
        "tower", "lan", "127.0.0.1.evil.example", "127.0.0.1.nip.io", "2130706433", "0x7f.1", "127.1",
    ])
    func `any other name is not`(host: String) {
        #expect(names.verdict(on: host) == .unknown(host))
    }

    @Test(arguments: [
        nil, "", " ", ":80", "a b", "ban.example.org:", "ban.example.org:0", "ban.example.org:99999", "[::1", "::1",
        "user@ban.example.org", "ban.example.org/", "b\u{e4}n.example.org", "localhost,evil.example", "[127.0.0.1]x",
    ])
    func `what is no host is malformed`(host: String?) {
        #expect(names.verdict(on: host) == .malformed)
    }

    @Test func `a second host is malformed, also the same once more`() {
        #expect(names.verdict(on: "localhost", others: ["localhost"]) == .malformed)
    }

    @Test func `without a configured name nothing but the machine is known`() {
        let bare = OwnNames(publicURL: nil, listen: ListenAddress("0.0.0.0:8080")!, machine: "")
        #expect(bare.verdict(on: "127.0.0.1") == .own)
        #expect(bare.verdict(on: "ban.example.org") == .unknown("ban.example.org"))
        #expect(bare.verdict(on: ".") == .unknown("."))
    }
}
