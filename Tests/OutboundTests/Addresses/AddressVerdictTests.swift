import Fail2ban
import Testing

@testable import Outbound

@Suite("Which addresses may be dialled")
struct AddressVerdictTests {
    private let rules = DialRules(allowed: []) { [] }

    private func verdict(_ text: String, _ rules: DialRules? = nil) throws -> AddressVerdict {
        let address = try #require(IPAddress(text))
        let isMapped = address.family == .v4 && text.utf8.contains(UInt8(ascii: ":"))
        return try #require((rules ?? self.rules).verdicts([AnsweredAddress(address, isMapped: isMapped)]).first)
    }

    @Test(
        "Addresses of the internet may",
        arguments: [
            "1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
            "192.0.1.0",
            "198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:200::1", "2606:4700::1111", "2a00:1450:4001::200e",
            "2003::1",
        ])
    func open(_ text: String) throws {
        #expect(try verdict(text) == .open)
    }

    @Test(
        "Each special purpose is told",
        arguments: [
            ("0.0.0.0", SpecialUse.unspecified), ("0.1.2.3", .thisNetwork), ("10.1.2.3", .private),
            ("100.64.0.1", .shared),
            ("127.0.0.1", .loopback), ("127.255.255.254", .loopback), ("169.254.169.254", .linkLocal),
            ("172.16.0.1", .private),
            ("172.31.255.255", .private), ("192.0.0.8", .protocolAssignment), ("192.0.0.170", .protocolAssignment),
            ("192.0.2.1", .documentation), ("192.31.196.1", .anycastService), ("192.52.193.1", .anycastService),
            ("192.88.99.1", .sixToFour), ("192.168.1.1", .private), ("192.175.48.6", .anycastService),
            ("198.18.0.1", .benchmarking), ("198.19.255.255", .benchmarking), ("198.51.100.1", .documentation),
            ("203.0.113.1", .documentation), ("224.0.0.1", .multicast), ("239.255.255.255", .multicast),
            ("240.0.0.1", .reserved),
            ("255.255.255.255", .broadcast), ("::", .unspecified), ("::1", .loopback), ("::127.0.0.1", .compatible),
            ("::8.8.8.8", .compatible), ("::ffff:127.0.0.1", .mapped), ("::ffff:8.8.8.8", .mapped),
            ("::ffff:0:8.8.8.8", .translated), ("64:ff9b::7f00:1", .nat64), ("64:ff9b::8.8.8.8", .nat64),
            ("64:ff9b:1::1", .nat64), ("100::1", .discardOnly), ("100:0:0:1::1", .discardOnly), ("2001::1", .teredo),
            ("2001:0:7f00:1::", .teredo), ("2001:1::1", .protocolAssignment), ("2001:2::1", .benchmarking),
            ("2001:3::1", .anycastService), ("2001:4:112::1", .anycastService), ("2001:10::1", .orchid),
            ("2001:20::1", .orchid),
            ("2001:30::1", .orchid), ("2001:1ff::1", .protocolAssignment), ("2001:db8::1", .documentation),
            ("2002:7f00:1::", .sixToFour), ("2002:808:808::1", .sixToFour), ("2620:4f:8000::1", .anycastService),
            ("3fff::1", .documentation), ("5f00::1", .segmentRouting), ("fc00::1", .uniqueLocal),
            ("fd12::1", .uniqueLocal),
            ("fe80::1", .linkLocal), ("febf::1", .linkLocal), ("fec0::1", .siteLocal), ("ff02::1", .multicast),
            ("4000::1", .notAllocated), ("1::1", .notAllocated), ("a000::1", .notAllocated),
        ])
    func special(_ text: String, _ use: SpecialUse) throws {
        #expect(try verdict(text) == .refused(use))
    }

    @Test("Of any IPv4 address the verdict is that of its octets, and no form of IPv6 lets one through")
    func anyIPv4() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            // Half of them lie beside the edges.
            var octets = (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
            if Bool.random(using: &random) {
                octets[0] = try #require(
                    [0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 255].randomElement(using: &random))
                octets[1] = try #require(
                    [0, 2, 15, 16, 31, 51, 63, 64, 88, 113, 127, 168, 175, 254].randomElement(using: &random))
                octets[2] = try #require([0, 1, 2, 48, 99, 100, 113, 193, 196].randomElement(using: &random))
            }
            let text = octets.map(String.init).joined(separator: ".")
            #expect(try verdict(text).isAllowed == Self.isPublic(octets), "\(text)")
            let (high, low) = (Int(octets[0]) << 8 | Int(octets[1]), Int(octets[2]) << 8 | Int(octets[3]))
            let words = String(high, radix: 16) + ":" + String(low, radix: 16)
            for form in [
                "::ffff:\(words)", "::\(words)", "::ffff:0:\(words)", "64:ff9b::\(words)", "2002:\(words)::1",
                "2001:0:\(words)::",
            ] {
                // What is left of `::` and a zero is an address of its own.
                #expect(try !verdict(form).isAllowed, "\(form)")
            }
        }
    }

    /// Written another way than the table.
    private static func isPublic(_ octets: [UInt8]) -> Bool {
        switch (octets[0], octets[1], octets[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (224..., _, _): false
        case (100, let second, _): !(64..<128).contains(second)
        case (169, 254, _), (192, 168, _), (198, 18, _), (198, 19, _): false
        case (172, let second, _): !(16..<32).contains(second)
        case (192, 0, 0), (192, 0, 2), (192, 31, 196), (192, 52, 193), (192, 88, 99), (192, 175, 48): false
        case (198, 51, 100), (203, 0, 113): false
        default: true
        }
    }

    @Test("Nothing outside of 2000::/3 may")
    func anyIPv6() throws {
        for _ in 0..<20_000 {
            let bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
            let address = try #require(IPAddress(sortable: bytes))
            let verdict = rules.verdicts([AnsweredAddress(address)])[0]
            if bytes[0] >> 5 != 1 { #expect(!verdict.isAllowed, "\(address)") }
        }
    }

    @Test("The edges of every network of the table are inside, what is beside them is not of it")
    func edges() {
        for entry in SpecialNetworks.v4 + SpecialNetworks.v6 {
            for address in [entry.network.first, entry.network.last] where entry.network.length > 0 {
                #expect(!rules.verdicts([AnsweredAddress(address)])[0].isAllowed, "\(address)")
            }
        }
    }

    @Test("What the operator has listed may, and only that")
    func listed() throws {
        let lan = try #require(IPNetwork("10.1.0.0/16"))
        let loopback = try #require(IPNetwork("127.0.0.1"))
        let rules = DialRules(allowed: [lan, loopback]) { [] }
        #expect(try verdict("10.1.2.3", rules) == .listed(lan))
        #expect(try verdict("10.2.2.3", rules) == .refused(.private))
        #expect(try verdict("127.0.0.1", rules) == .listed(loopback))
        #expect(try verdict("127.0.0.2", rules) == .refused(.loopback))
        // Another form of the same address is not what was listed.
        for form in ["::ffff:10.1.2.3", "64:ff9b::10.1.2.3", "2002:a01:203::", "::10.1.2.3"] {
            #expect(try !verdict(form, rules).isAllowed, "\(form)")
        }
    }

    @Test(
        "Nothing is listed that nothing can be meant by",
        arguments: ["0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "::", "ff02::1"])
    func never(_ text: String) throws {
        let all = try [#require(IPNetwork("0.0.0.0/0")), #require(IPNetwork("::/0"))]
        #expect(try !verdict(text, DialRules(allowed: all) { [] }).isAllowed)
    }

    @Test("Behind a listed NAT64 the address itself must be allowed")
    func listedTranslator() throws {
        let rules = DialRules(allowed: [try #require(IPNetwork("64:ff9b::/96"))]) { [] }
        #expect(try verdict("64:ff9b::8.8.8.8", rules).isAllowed)
        #expect(try verdict("64:ff9b::127.0.0.1", rules) == .refused(.loopback))
        #expect(try verdict("64:ff9b::192.168.0.1", rules) == .refused(.private))
    }

    @Test("The addresses of this machine may not, unless they are listed")
    func own() throws {
        let mine = try #require(IPAddress("93.184.216.34"))
        #expect(try verdict("93.184.216.34", DialRules(allowed: []) { [mine] }) == .refused(.own))
        #expect(try verdict("93.184.216.34", DialRules(allowed: [IPNetwork(mine)]) { [mine] }).isAllowed)
        #expect(OwnAddresses.all().contains { $0.isLoopback })
    }
}
