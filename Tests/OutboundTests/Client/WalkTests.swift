import Fail2ban
import Synchronization
import Testing

@testable import Outbound

@Suite("Going out")
struct WalkTests {
    private func outbound(
        _ names: PretendedNames, _ servers: PretendedServers, allowed: [IPNetwork] = [],
        gate: any OutboundGate = OpenGate()
    ) -> Outbound {
        Outbound(
            rules: DialRules(allowed: allowed) { [] }, gate: gate, resolver: names, engine: servers, random: { _ in 0 },
            now: { 0 })
    }

    private func failure(_ outbound: Outbound, _ request: OutboundRequest) async throws -> OutboundFailure {
        try await #require(throws: OutboundFailure.self) { _ = try await outbound.send(request) }
    }

    private let names = PretendedNames(["a.b": [["93.184.216.34", "2606:4700::1"]], "c.d": [["8.8.8.8"]]])

    @Test("The vetted addresses are the ones that are dialled, under the name")
    func pins() async throws {
        let servers = PretendedServers { _, _ in .status(200) }
        let answer = try await outbound(names, servers).send(OutboundRequest(.get, "https://a.b/x"))
        let exchange = try #require(servers.asked.withLock { $0.first })
        #expect(exchange.pin == "a.b:443:93.184.216.34,[2606:4700::1]")
        #expect(exchange.link.text == "https://a.b/x" && answer.status == 200)
        #expect(names.asked.withLock { $0 } == ["a.b"])
    }

    @Test(
        "One answer that is not of the internet refuses the name",
        arguments: [
            ["8.8.8.8", "127.0.0.1"], ["10.0.0.1"], ["8.8.8.8", "::1"], ["::ffff:8.8.8.8"],
            ["2606:4700::1", "64:ff9b::7f00:1"],
            ["169.254.169.254", "8.8.8.8"],
        ])
    func mixed(_ answers: [String]) async throws {
        let servers = PretendedServers { _, _ in .status(200) }
        let failure = try await failure(
            outbound(PretendedNames(["a.b": [answers]]), servers), OutboundRequest(.get, "https://a.b/"))
        guard case .address = failure.cause else { Issue.record("\(failure)"); return }
        #expect(servers.links.isEmpty && failure.isRefusal && "\(failure)".contains("BANGUI_OUTBOUND_ALLOW"))
        #expect(failure.hops.first?.addresses.count == answers.count)
    }

    @Test(
        "A redirect is vetted as the first address was",
        arguments: [
            "https://169.254.169.254/latest/meta-data", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
            "https://2130706433/", "https://0177.0.0.1/", "https://0.0.0.0/", "https://127.0.0.1:8080/",
            "file:///etc/passwd",
            "gopher://a.b/", "http://a.b/", "https://inside/", "//127.0.0.1/", "https://user@c.d/", "https://c.d:22/",
        ])
    func redirected(_ location: String) async throws {
        let names = PretendedNames(["a.b": [["8.8.8.8"]], "c.d": [["8.8.4.4"]], "inside": [["192.168.0.1"]]])
        let servers = PretendedServers { _, _ in .status(302, ["location": location]) }
        let failure = try await failure(outbound(names, servers), OutboundRequest(.get, "https://a.b/"))
        #expect(failure.isRefusal && servers.links == ["https://a.b/"], "\(failure)")
    }

    @Test("A name that turns inwards between two hops is refused at the second")
    func rebinding() async throws {
        let names = PretendedNames(["a.b": [["8.8.8.8"], ["127.0.0.1"]]])
        let servers = PretendedServers { _, _ in .status(307, ["location": "/again"]) }
        let failure = try await failure(outbound(names, servers), OutboundRequest(.get, "https://a.b/"))
        #expect(failure.cause == .address("127.0.0.1", .loopback) && servers.links.count == 1)
        #expect("\(failure)".contains("(after 1 redirect)"))
    }

    @Test("Redirects are followed five times")
    func tooMany() async throws {
        let servers = PretendedServers { _, count in .status(301, ["location": "/\(count)"]) }
        let failure = try await failure(outbound(names, servers), OutboundRequest(.get, "https://a.b/"))
        #expect(failure.cause == .redirects(5) && servers.links.count == 6)
        let five = PretendedServers { _, count in count < 5 ? .status(301, ["location": "/\(count)"]) : .status(200) }
        #expect(try await outbound(names, five).send(OutboundRequest(.get, "https://a.b/")).hops.count == 6)
    }

    @Test("Credentials go to the first origin only, the other fields everywhere")
    func credentials() async throws {
        let servers = PretendedServers { exchange, count in
            switch count {
            case 0: .status(302, ["location": "/here"])
            case 1: .status(302, ["location": "https://c.d/"])
            case 2: .status(302, ["location": "https://a.b:8444/"])
            default: .status(200)
            }
        }
        let request = OutboundRequest(
            .get, "https://a.b/", fields: [OutboundField("X-Kind", "list")],
            credentials: [OutboundField("Authorization", "Bearer secret")], tag: "\"1\"")
        _ = try await outbound(names, servers).send(request)
        let asked = servers.asked.withLock { $0 }
        #expect(
            asked.map { exchange in exchange.fields.contains { $0.name == "Authorization" } } == [
                true, true, false, false,
            ])
        #expect(asked.allSatisfy { exchange in exchange.fields.contains { $0.name == "X-Kind" } })
        #expect(asked.allSatisfy { exchange in exchange.fields.contains(OutboundField("If-None-Match", "\"1\"")) })
        #expect(asked.allSatisfy { exchange in exchange.fields.contains(OutboundField("Accept-Encoding", "gzip")) })
    }

    @Test("A body is not sent on to another, nor twice")
    func bodies() async throws {
        let sentOn = PretendedServers { _, _ in .status(307, ["location": "https://c.d/"]) }
        let post = OutboundRequest(.post, "https://a.b/", body: [1])
        #expect(try await failure(outbound(names, sentOn), post).cause == .redirected(307))
        let failing = PretendedServers { _, _ in .status(503) }
        #expect(try await failure(outbound(names, failing), post).tries == 1)
        #expect(failing.links.count == 1)
    }

    @Test("A field that would be two is refused", arguments: ["x\r\nHost: c", "", "x\u{7f}"])
    func fields(_ value: String) async throws {
        let servers = PretendedServers { _, _ in .status(200) }
        let request = OutboundRequest(.get, "https://a.b/", fields: [OutboundField("X-Kind", value)])
        #expect(try await failure(outbound(names, servers), request).cause == .field("X-Kind"))
        #expect(servers.links.isEmpty)
    }

    @Test("Ports of other services are for listed networks alone")
    func ports() async throws {
        let servers = PretendedServers { _, _ in .status(200) }
        let request = OutboundRequest(.get, "https://a.b:25/")
        #expect(try await failure(outbound(names, servers), request).cause == .port(25))
        let all = try [#require(IPNetwork("93.184.216.34")), #require(IPNetwork("2606:4700::/32"))]
        #expect(try await outbound(names, servers, allowed: all).send(request).status == 200)
    }

    @Test("304 is an answer, other statuses are failures with the beginning of what was said")
    func statuses() async throws {
        let unchanged = PretendedServers { _, _ in .status(304) }
        #expect(try await outbound(names, unchanged).send(OutboundRequest(.get, "https://a.b/")).isUnchanged)
        let gone = PretendedServers { _, _ in ExchangeEnd(status: 410, excerpt: "gone for good") }
        let failure = try await failure(outbound(names, gone), OutboundRequest(.get, "https://a.b/secret?key=1"))
        #expect(failure.cause == .status(410, "gone for good") && failure.tries == 1)
        #expect("\(failure)" == "https://a.b: The server answered 410: gone for good")
    }

    @Test("What passes is tried again, three times in all and as the server asks")
    func retries() async throws {
        let servers = PretendedServers { _, count in count < 2 ? .status(503, ["retry-after": "0"]) : .status(200) }
        let answer = try await outbound(names, servers).send(OutboundRequest(.get, "https://a.b/"))
        #expect(answer.tries == 3 && servers.links.count == 3)
        let failing = PretendedServers { _, _ in ExchangeEnd(fault: .connect("refused")) }
        let failure = try await failure(outbound(names, failing), OutboundRequest(.get, "https://a.b/"))
        #expect(failure.tries == 3 && failing.links.count == 3 && "\(failure)".hasSuffix("Tried 3 times."))
        let patient = PretendedServers { _, _ in .status(429, ["retry-after": "3600"]) }
        let later = try await self.failure(outbound(names, patient), OutboundRequest(.get, "https://a.b/"))
        #expect(later.tries == 1 && later.retryAfter == .seconds(3600))
    }

    @Test("Of all requests one in ten is tried again")
    func budget() async throws {
        let failing = PretendedServers { _, _ in .status(503) }
        let outbound = outbound(names, failing)
        for _ in 0..<100 { _ = try await failure(outbound, OutboundRequest(.get, "https://a.b/")) }
        let more = failing.links.count - 100
        #expect((10...14).contains(more), "\(more)")
    }

    @Test("A server that is left alone is not asked, and what came of asking is reported")
    func gate() async throws {
        let servers = PretendedServers { _, _ in .status(500) }
        let gate = PretendedGate(closed: ["https://c.d"])
        let outbound = outbound(names, servers, gate: gate)
        #expect(try await failure(outbound, OutboundRequest(.get, "https://c.d/")).cause == .leftAlone(.seconds(7)))
        _ = try await failure(outbound, OutboundRequest(.get, "https://a.b/"))
        let refused = PretendedNames(["a.b": [["10.0.0.1"]]])
        _ = try await failure(self.outbound(refused, servers, gate: gate), OutboundRequest(.get, "https://a.b/"))
        #expect(
            gate.told.withLock { $0 } == ["https://a.b": [.failed("It answered 500.")]]
                && servers.links == ["https://a.b/"])
    }

    @Test("Two at a time with one server, the others wait; who is cancelled waits no longer")
    func places() async throws {
        let busy = Mutex((now: 0, most: 0))
        let servers = PretendedServers { _, _ in
            busy.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            try? await Task.sleep(for: .milliseconds(20))
            busy.withLock { $0.now -= 1 }
            return .status(200)
        }
        let outbound = outbound(names, servers)
        await withTaskGroup { group in
            for _ in 0..<12 { group.addTask { _ = try? await outbound.send(OutboundRequest(.get, "https://a.b/")) } }
        }
        #expect(busy.withLock { $0.most } == 2 && servers.links.count == 12)
    }
}
