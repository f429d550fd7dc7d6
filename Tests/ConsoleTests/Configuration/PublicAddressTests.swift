import Testing

@testable import Console

struct PublicAddressTests {
    @Test(arguments: [
        ("https://Ban.Example.org", "https://ban.example.org", ""), ("https://a:443/", "https://a", ""),
        ("https://a/bangui", "https://a/bangui", "/bangui"),
        ("https://a:8443/bangui/", "https://a:8443/bangui", "/bangui"),
        ("http://[::1]:8080/tools/Ban-gui_1~x.y", "http://[::1]:8080/tools/Ban-gui_1~x.y", "/tools/Ban-gui_1~x.y"),
    ])
    func `reads an address with or without a path`(text: String, written: String, path: String) throws {
        let address = try #require(PublicAddress(text))
        #expect(address.description == written && address.path == path)
        #expect(PublicAddress(written) == address)
        #expect(address.segments == path.split(separator: "/").map(String.init))
    }

    @Test(arguments: [
        "", "a", "https://", "https:///x", "https://a//", "https://a//x", "https://a/x//", "https://a/../x",
        "https://a/.x",
        "https://a/%62", "https://a/x y", "https://a/x?y", "https://a/x#y", "https://a/x;y", "https://a/ü",
        "https://a/health",
        "https://a/metrics/x", "https://u@a/x", "ftp://a/x", "https://a/x\n", "https://a\\x",
        "https://a/" + String(repeating: "x", count: 200),
    ])
    func `takes nothing else`(text: String) { #expect(PublicAddress(text) == nil) }

    @Test func `networks that are everything cannot be listed for going out`() throws {
        for text in ["0.0.0.0/0", "::/0", "8.0.0.0/3"] {
            let faults = #expect(throws: ConfigurationFaults.self) {
                try ConfigurationReader { 0 }.read(SettingSources(environment: ["BANGUI_OUTBOUND_ALLOW": text]))
            }
            #expect(faults?.faults.map(\.name) == ["outbound_allow"])
        }
        let given = ["BANGUI_OUTBOUND_ALLOW": "10.0.0.0/8, fd00::/8", "BANGUI_OUTBOUND_CA_FILE": "/etc/own.pem"]
        let settings = try ConfigurationReader { 0 }.read(SettingSources(environment: given)).outbound
        #expect(settings.allowed.count == 2 && settings.authorities == "/etc/own.pem")
    }
}
