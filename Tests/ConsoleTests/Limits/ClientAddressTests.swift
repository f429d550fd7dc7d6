import Fail2ban
import TestSupport
import Testing

@testable import Console

@Suite(.shows("ABUSE-35", "ASVS-4.1.3", "ASVS-15.3.4")) struct ClientAddressTests {
    let resolver = ClientAddressResolver(
        trustedProxies: [IPNetwork("10.0.0.0/8")!, IPNetwork("fd00::/8")!], header: .forwardedFor)

    @Test(arguments: [
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("203.0.113.1", ["198.51.100.7"], "203.0.113.1"),
        ("10.0.0.1", ["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9, 10.0.0.2, 10.0.0.3"], "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1", "203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9", "10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9, unknown, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["203.0.113.9,,10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", [""], "10.0.0.1"), ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9:4711"], "203.0.113.9"),
        ("10.0.0.1", ["[2001:db8::9]:4711"], "2001:db8::9"), ("10.0.0.1", ["2001:db8::9"], "2001:db8::9"),
        ("10.0.0.1", ["\"[2001:db8::9]:4711\""], "2001:db8::9"), ("10.0.0.1", ["fe80::1%eth0"], "fe80::1"),
        ("10.0.0.1", ["203.0.113.9%eth0"], "10.0.0.1"), ("10.0.0.1", ["[203.0.113.9]"], "10.0.0.1"),
        ("10.0.0.1", ["::ffff:203.0.113.9"], "203.0.113.9"), ("::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("fd00::1", ["203.0.113.9"], "203.0.113.9"), ("10.0.0.1", ["203.0.113.9:x"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9:123456"], "10.0.0.1"), ("10.0.0.1", ["203.0.113.256"], "10.0.0.1"),
        ("10.0.0.1", ["\t203.0.113.9 "], "203.0.113.9"),
    ])
    func `takes the first from the right that is no trusted proxy`(peer: String, lines: [String], client: String) throws
    {
        #expect(try resolver.resolve(peer: peer, forwardedFor: lines).text == client)
    }

    @Test func `takes up to 32 hops and no more`() throws {
        let hops = Array(repeating: "10.0.0.2", count: 32)
        #expect(try resolver.resolve(peer: "10.0.0.1", forwardedFor: hops).text == "10.0.0.2")
        #expect(throws: ClientAddressError.tooManyHops(33)) {
            try resolver.resolve(peer: "10.0.0.1", forwardedFor: hops + ["203.0.113.9"])
        }
        #expect(throws: ClientAddressError.self) {
            try resolver.resolve(peer: "10.0.0.1", forwardedFor: [String(repeating: ",", count: 1000)])
        }
        #expect(try resolver.resolve(peer: "203.0.113.1", forwardedFor: hops + hops).text == "203.0.113.1")
    }

    @Test func `reads one header only`() throws {
        let real = ClientAddressResolver(trustedProxies: [IPNetwork("10.0.0.1")!], header: .realIP)
        let none = ClientAddressResolver(trustedProxies: [IPNetwork("10.0.0.1")!], header: .none)
        func text(_ resolver: ClientAddressResolver, _ real: [String]) throws -> String {
            try resolver.resolve(peer: "10.0.0.1", forwardedFor: ["198.51.100.1"], realIP: real).text
        }
        #expect(try text(real, ["203.0.113.9"]) == "203.0.113.9")
        #expect(try text(real, ["203.0.113.9", "203.0.113.8"]) == "10.0.0.1")
        #expect(try text(none, ["203.0.113.9"]) == "10.0.0.1")
        #expect(try text(resolver, ["203.0.113.9"]) == "198.51.100.1")
    }

    @Test func `trusts nobody by default`() throws {
        let resolver = ClientAddressResolver(trustedProxies: [], header: .forwardedFor)
        let client = try resolver.resolve(peer: "127.0.0.1", forwardedFor: ["203.0.113.9"], forwardedProto: ["https"])
        #expect(client.text == "127.0.0.1" && !client.isSecure)
    }

    @Test(arguments: [
        ("10.0.0.1", ["https"], true), ("10.0.0.1", ["http"], false), ("203.0.113.1", ["https"], false),
        ("10.0.0.1", ["https, http"], false), ("10.0.0.1", ["http", "https"], true), ("10.0.0.1", [], false),
        ("10.0.0.1", ["gopher"], false), ("10.0.0.1", ["HTTPS"], true),
    ])
    func `takes the scheme of the same proxies`(peer: String, lines: [String], isSecure: Bool) throws {
        #expect(
            try resolver.resolve(peer: peer, forwardedFor: ["203.0.113.9"], forwardedProto: lines).isSecure == isSecure)
    }

    @Test func `takes the scheme of the outermost of several proxies`() throws {
        let chain = ["203.0.113.9, 10.0.0.2"]
        func secure(_ lines: [String]) throws -> Bool {
            try resolver.resolve(peer: "10.0.0.1", forwardedFor: chain, forwardedProto: lines).isSecure
        }
        #expect(try secure(["https, http"]))
        #expect(try !secure(["https, http, http"]), "the first is the client's own claim")
        #expect(try secure(["https"]))
    }

    @Test func `shows the chain`() throws {
        let client = try resolver.resolve(peer: "10.0.0.1", forwardedFor: ["1.1.1.1, 203.0.113.9, 10.0.0.2"])
        #expect(client.chainText == ["10.0.0.1", "10.0.0.2", "203.0.113.9"])
    }

    @Test func `a peer that is no address is an error`() {
        #expect(throws: ClientAddressError.unknownPeer("unix")) { try resolver.resolve(peer: "unix") }
    }

    @Test func `whatever a client writes, what the trusted proxy appended counts`() throws {
        var generator = SeededGenerator(seed: 9)
        let pieces = [
            "1.2.3.4", "10.0.0.9", "unknown", ":", "[", "]", "\"", " ", "%", "::1", ",", "a", "\0", "é", "fd00::1",
        ]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                pieces.randomElement(using: &generator)!
            }.joined()
            let client = try resolver.resolve(peer: "10.0.0.1", forwardedFor: [text, "203.0.113.9"])
            #expect(client.text == "203.0.113.9")
            _ = try resolver.resolve(peer: "10.0.0.1", forwardedFor: [text])
        }
    }
}
