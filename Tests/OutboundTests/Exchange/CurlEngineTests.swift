import Fail2ban
import Foundation
import Logging
import TestSupport
import Testing

@testable import Outbound

@Suite("Exchanges by libcurl")
struct CurlEngineTests {
    private func outbound() throws -> Outbound {
        Outbound(allowed: [try #require(IPNetwork("127.0.0.1"))], authorities: nil, logger: Logger(label: "test"))
    }

    private func answer(_ status: String, _ body: String = "", _ lines: String...) -> [UInt8] {
        let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Connection: close"] + lines
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }

    @Test("A body is sent, with its fields and nothing that was not asked for")
    func post() async throws {
        let server = try LittleServer { _ in self.answer("200 OK", "taken") }
        defer { server.close() }
        let sink = MemorySink()
        let request = OutboundRequest(
            .post, "http://127.0.0.1:\(server.port)/hook?key=1",
            fields: [OutboundField("Content-Type", "application/json")],
            credentials: [OutboundField("Authorization", "Bearer x")], body: Array("{\"a\":1}".utf8), allowsPlain: true)
        let answer = try await outbound().send(request, into: sink)
        #expect(answer.status == 200 && sink.bytes == Array("taken".utf8) && answer.hops.first?.dialled == "127.0.0.1")
        let lines = try #require(server.asked.first).split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.first == "POST /hook?key=1 HTTP/1.1" && lines.last == "{\"a\":1}")
        let names = lines.dropFirst().prefix { !$0.isEmpty }.map { $0.prefix { $0 != ":" }.lowercased() }.sorted()
        let expected = [
            "accept", "accept-encoding", "authorization", "content-length", "content-type", "host", "user-agent",
        ]
        #expect(names == expected)
    }

    @Test("An empty body is a body", arguments: [OutboundRequest.Method.post, .put])
    func empty(_ method: OutboundRequest.Method) async throws {
        let server = try LittleServer { _ in self.answer("204 No Content") }
        defer { server.close() }
        let request = OutboundRequest(method, "http://127.0.0.1:\(server.port)/", allowsPlain: true)
        #expect(try await outbound().send(request).status == 204)
        #expect(server.asked.first?.hasPrefix("\(method.rawValue) / HTTP/1.1\r\n") == true)
        #expect(server.asked.first?.contains("Content-Length: 0\r\n") == true)
    }

    @Test("A body goes to a file, from its beginning at each try, and what is held already is not fetched")
    func file() async throws {
        let server = try LittleServer { request in
            request.contains("If-None-Match: \"1\"")
                ? self.answer("304 Not Modified") : self.answer("200 OK", "new", "ETag: \"1\"")
        }
        defer { server.close() }
        let path = NSTemporaryDirectory() + "outbound-\(UUID().uuidString)"
        defer { unlink(path) }
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        _ = write(descriptor, "older text", 10)
        let url = "http://127.0.0.1:\(server.port)/"
        let first = try await outbound().send(OutboundRequest(.get, url, allowsPlain: true), into: FileSink(descriptor))
        #expect(first.fields["etag"] == "\"1\"")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
        let second = try await outbound().send(OutboundRequest(.get, url, allowsPlain: true, tag: "\"1\""))
        #expect(second.isUnchanged)
        let full = try #require(
            await #expect(throws: OutboundFailure.self) {
                try await outbound().send(OutboundRequest(.get, url, allowsPlain: true), into: FileSink(-1))
            })
        guard case .sink = full.cause else { Issue.record("\(full)"); return }
    }

    @Test("HEAD asks for the head alone")
    func head() async throws {
        let server = try LittleServer { _ in Array("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".utf8) }
        defer { server.close() }
        let answer = try await outbound().send(
            OutboundRequest(.head, "http://127.0.0.1:\(server.port)/", allowsPlain: true))
        #expect(answer.status == 200 && answer.size.wire == 0)
    }

    @Test("Whoever wants it no more ends it at once")
    func cancelled() async throws {
        let server = try LittleServer { _ in nil }
        defer { server.close() }
        let outbound = try outbound()
        let work = Task {
            try await outbound.send(OutboundRequest(.get, "http://127.0.0.1:\(server.port)/", allowsPlain: true))
        }
        while server.asked.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let began = ContinuousClock.now
        work.cancel()
        let failure = try #require(await #expect(throws: OutboundFailure.self) { try await work.value })
        #expect(failure.cause == .cancelled && ContinuousClock.now - began < .seconds(5))
    }

    @Test("A server that is not there is no connection, and one that says nothing is slow")
    func silence() async throws {
        let server = try LittleServer { _ in nil }
        defer { server.close() }
        var limits = OutboundLimits()
        limits.stall = .seconds(1)
        limits.tries = 1
        let url = "http://127.0.0.1:\(server.port)/"
        let slow = try #require(
            await #expect(throws: OutboundFailure.self) {
                try await outbound().send(OutboundRequest(.get, url, limits: limits, allowsPlain: true))
            })
        #expect(slow.cause == .stalled)
        limits.stall = .seconds(30)
        limits.total = .milliseconds(300)
        let late = try #require(
            await #expect(throws: OutboundFailure.self) {
                try await outbound().send(OutboundRequest(.get, url, limits: limits, allowsPlain: true))
            })
        #expect(late.cause == .late)
        let gone = try #require(
            await #expect(throws: OutboundFailure.self) {
                try await outbound().send(
                    OutboundRequest(.get, "http://127.0.0.1:1/", limits: limits, allowsPlain: true))
            })
        guard case .connect = gone.cause else { Issue.record("\(gone)"); return }
    }

    @Test("An address that was not vetted is not dialled, whoever names it")
    func strange() async throws {
        let server = try LittleServer { _ in self.answer("200 OK") }
        defer { server.close() }
        let link = try OutboundLink("http://127.0.0.1:\(server.port)/", plain: true)
        let other = AnsweredAddress(try #require(IPAddress("127.0.0.2")))
        let exchange = Exchange(
            link: link, pinned: [other], method: .get, fields: [], body: [], limits: OutboundLimits(),
            left: .seconds(5),
            authorities: nil)
        #expect(await CurlEngine().run(exchange, into: NoSink()).fault == .strangeAddress)
        // A name that is pinned to nothing is looked up by the library itself, and what it finds is not dialled either.
        let name = Exchange(
            link: try OutboundLink("http://localhost:\(server.port)/", plain: true), pinned: [other], method: .get,
            fields: [],
            body: [], limits: OutboundLimits(), left: .seconds(5), authorities: nil)
        _ = await CurlEngine().run(name, into: NoSink())
        #expect(server.asked.isEmpty)
    }
}
