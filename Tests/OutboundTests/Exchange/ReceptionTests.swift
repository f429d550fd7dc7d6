import Fail2ban
import Testing

@testable import Outbound

@Suite("Taking an answer")
struct ReceptionTests {
    private func reception(
        _ sink: any OutboundSink, method: OutboundRequest.Method = .get,
        _ change: (inout OutboundLimits) -> Void = { _ in }
    ) throws -> Reception {
        var limits = OutboundLimits()
        change(&limits)
        let exchange = Exchange(
            link: try OutboundLink("https://a.b/"), pinned: [], method: method, fields: [], body: [], limits: limits,
            left: .seconds(1), authorities: nil)
        return Reception(exchange, into: sink)
    }

    private func take(_ reception: Reception, _ lines: [String]) -> Bool {
        lines.allSatisfy { line in Array((line + "\r\n").utf8).withUnsafeBytes { reception.takeLine($0) } }
    }

    private func body(_ reception: Reception, _ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { reception.takeBody($0) }
    }

    /// `hello, hello, hello` as gzip writes it.
    private static let packed: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 255, 203, 72, 205, 201, 201, 215, 81, 200, 64, 162, 0, 159, 161, 202, 9, 19, 0, 0,
        0,
    ]

    @Test("A packed body is unpacked as it comes, byte by byte too, and several members in a row")
    func unpacks() throws {
        let sink = MemorySink()
        let reception = try reception(sink)
        #expect(take(reception, ["HTTP/1.1 200 OK", "Content-Encoding: gzip", ""]))
        for byte in Self.packed + Self.packed { #expect(body(reception, [byte])) }
        reception.finish()
        #expect(String(decoding: sink.bytes, as: UTF8.self) == "hello, hello, hellohello, hello, hello")
        #expect(reception.fault == nil && reception.size.unpacked == 38)
    }

    @Test("One that is cut off or damaged is no body")
    func damaged() throws {
        let cut = try reception(NoSink())
        #expect(
            take(cut, ["HTTP/1.1 200 OK", "Content-Encoding: gzip", ""]) && body(cut, Array(Self.packed.dropLast(3))))
        cut.finish()
        #expect(cut.fault == .damaged)
        let broken = try reception(NoSink())
        #expect(
            take(broken, ["HTTP/1.1 200 OK", "Content-Encoding: gzip", ""])
                && !body(broken, Array("no gzip at all".utf8)))
        #expect(broken.fault == .damaged)
    }

    @Test(
        "What was not asked for is not unpacked",
        arguments: [
            ["Content-Encoding: br"], ["Content-Encoding: gzip, gzip"],
            ["Content-Encoding: gzip", "Content-Encoding: gzip"],
            ["Content-Encoding: deflate"], ["Transfer-Encoding: gzip, chunked"], ["Transfer-Encoding: gzip"],
        ])
    func packings(_ lines: [String]) throws {
        let reception = try reception(NoSink())
        #expect(!take(reception, ["HTTP/1.1 200 OK"] + lines + [""]))
        guard case .packing? = reception.fault else { Issue.record("\(String(describing: reception.fault))"); return }
    }

    @Test("Heads and bodies have an end")
    func bounds() throws {
        let head = try reception(NoSink()) { $0.head = 100 }
        #expect(
            !take(head, ["HTTP/1.1 200 OK", "X: " + String(repeating: "x", count: 100)]) && head.fault == .head(100))
        // Interim answers count too.
        let interim = try reception(NoSink()) { $0.head = 100 }
        #expect(!take(interim, Array(repeating: ["HTTP/1.1 102 Go on", ""], count: 10).flatMap { $0 }))
        let wire = try reception(NoSink()) { $0.wire = 10 }
        #expect(
            take(wire, ["HTTP/1.1 200 OK", ""]) && !body(wire, Array(repeating: 0, count: 11))
                && wire.fault == .wire(10))
        let unpacked = try reception(NoSink()) { $0.unpacked = 10 }
        #expect(take(unpacked, ["HTTP/1.1 200 OK", "Content-Encoding: gzip", ""]) && !body(unpacked, Self.packed))
        #expect(unpacked.fault == .unpacked(OutboundSize(wire: 29, unpacked: 19)))
    }

    @Test("Where the beginning is enough, the rest is not fetched, and is no fault")
    func enough() throws {
        let sink = MemorySink()
        let reception = try reception(sink) { $0.enough = 5 }
        #expect(take(reception, ["HTTP/1.1 200 OK", "Content-Encoding: gzip", ""]) && !body(reception, Self.packed))
        reception.finish()
        #expect(reception.isEnough && reception.fault == nil && sink.bytes == Array("hello".utf8))
    }

    @Test("A redirect ends at its head, a refusal after a few words that can be printed")
    func words() throws {
        let redirect = try reception(NoSink())
        #expect(
            !take(redirect, ["HTTP/1.1 302 Found", "Location: /x", ""]) && redirect.isEnough && redirect.fault == nil)
        let sink = MemorySink()
        let refusal = try reception(sink)
        #expect(take(refusal, ["HTTP/1.1 403 No", ""]))
        #expect(!body(refusal, Array(("\u{1b}[31mno\n\nentry " + String(repeating: "x", count: 300)).utf8)))
        #expect(refusal.words.hasPrefix("[31mno entry xxx") && refusal.words.utf8.count <= 200 && sink.bytes.isEmpty)
    }

    @Test("What follows a body in chunks changes nothing of the head")
    func trailers() throws {
        let reception = try reception(NoSink())
        #expect(take(reception, ["HTTP/1.1 200 OK", "ETag: \"1\"", ""]) && body(reception, [1]))
        #expect(take(reception, ["ETag: \"2\"", "Content-Encoding: br", ""]) && reception.fields["etag"] == "\"1\"")
    }
}
