import Foundation
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite(.shows("ABUSE-20", "ASVS-1.4.1", "ASVS-4.2.1", "ASVS-4.4.1")) struct RequestFramingTests {
    /// What is passed of these bytes where they come in pieces of this size, and the fault where there is one.
    private func passed(
        _ text: String, pieces: Int = .max, _ change: (inout RequestFraming.Limits) -> Void = { _ in }
    ) -> (parts: [String], fault: RequestFault?, isBetween: Bool) {
        var limits = RequestFraming.Limits()
        change(&limits)
        var framing = RequestFraming(limits: limits)
        var (rest, waiting, parts) = (Array(text.utf8)[...], [UInt8](), [String]())
        while !rest.isEmpty {
            waiting += rest.prefix(pieces)
            rest = rest.dropFirst(pieces)
            loop: while !waiting.isEmpty {
                switch waiting.withUnsafeBytes({ framing.next($0) }) {
                case .more: break loop
                case .pass(let count):
                    parts.append(String(decoding: waiting.prefix(count), as: UTF8.self))
                    waiting.removeFirst(count)
                case .refuse(let fault): return (parts, fault, framing.isBetweenRequests)
                }
            }
        }
        return (parts, nil, framing.isBetweenRequests && waiting.isEmpty)
    }

    private func isMalformed(_ text: String) -> Bool {
        if case .malformed = passed(text).fault { true } else { false }
    }

    private static let host = "Host: a\r\n"

    @Test(arguments: [1, 2, 3, 7, .max])
    func `plain requests pass as they are, however their bytes come`(pieces: Int) {
        let requests = [
            "GET / HTTP/1.1\r\n\(Self.host)\r\n",
            "POST /bans?x=%zz&y=1 HTTP/1.1\r\nhost:a\r\ncontent-length:\t5 \r\n\r\nhello",
            "POST /a%2Fb/~.. HTTP/1.1\r\n\(Self.host)Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n00A\r\n0123456789\r\n0\r\n\r\n",
            "GET /jails/%C3%BC%20.x HTTP/1.0\r\nX-Name: \u{fc} \t\r\nX-Empty:\r\n\r\n",
            "DELETE /x HTTP/1.1\r\n\(Self.host)Content-Length: 0\r\n\r\n",
        ]
        let result = passed(requests.joined(), pieces: pieces)
        #expect(result.fault == nil && result.isBetween)
        #expect(result.parts.joined() == requests.joined())
        // Heads pass whole.
        for request in requests {
            let head = String(request[..<request.range(of: "\r\n\r\n")!.upperBound])
            #expect(result.parts.contains(head))
        }
    }

    @Test(arguments: ["//", "//api//bans", "/api//bans?x=//", "/api/bans//"])
    func `a path with an empty part could pass a proxy's rule and is refused`(path: String) {
        #expect(isMalformed("GET \(path) HTTP/1.1\r\n\(Self.host)\r\n"))
        #expect(!isMalformed("GET /api/bans?return=//x HTTP/1.1\r\n\(Self.host)\r\n"))
    }

    @Test(.shows("ABUSE-19"), arguments: [1, .max])
    func `what is too large is refused, at its limit and before the rest of it is there`(pieces: Int) {
        func fault(_ text: String) -> RequestFault? {
            passed(text, pieces: pieces) {
                ($0.target, $0.head, $0.fields, $0.body, $0.chunks) = (64, 256, 4, 16, 3)
            }.fault
        }
        func fields(_ count: Int) -> String { String(repeating: "X: y\r\n", count: count) }
        let get = "GET / HTTP/1.1\r\n\(Self.host)"
        let post = "POST / HTTP/1.1\r\n\(Self.host)"
        #expect(fault("GET /" + String(repeating: "a", count: 50) + " HTTP/1.1\r\n\(Self.host)\r\n") == nil)
        #expect(fault("GET /" + String(repeating: "a", count: 65)) == .targetTooLong(64))
        #expect(fault(get + fields(3) + "\r\n") == nil)
        #expect(fault(get + fields(4)) == .tooManyFields(4))
        #expect(fault(get + "X: " + String(repeating: "a", count: 240)) == .headTooLarge(256))
        #expect(fault(post + "Content-Length: 16\r\n\r\n0123456789abcdef") == nil)
        #expect(fault(post + "Content-Length: 17\r\n\r\n") == .bodyTooLarge(16))
        let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"
        #expect(fault(chunked + "8\r\n01234567\r\n8\r\n01234567\r\n0\r\n\r\n") == nil)
        #expect(fault(chunked + "8\r\n01234567\r\n9\r\n") == .bodyTooLarge(16))
        #expect(fault(chunked + String(repeating: "1\r\na\r\n", count: 3)) == nil)
        #expect(fault(chunked + String(repeating: "1\r\na\r\n", count: 4)) != nil)
        #expect(fault(chunked + "FFFFFFFF\r\n") == .bodyTooLarge(16))
    }

    @Test func `a request that is none is refused at its first byte or line`() {
        for text in ["\u{16}\u{3}\u{1}", "\r", " GET", "get"] {
            #expect(isMalformed(text), "\(text)")
        }
        #expect(isMalformed("GET /\r\n"))
        #expect(isMalformed("GET / HTTP/1.1\r\nno colon\r\n"))
    }

    @Test func `the connection ends with a request that says so, of HTTP 1.0 and of an upgrade`() {
        func isLast(_ text: String) -> Bool {
            var framing = RequestFraming(limits: .init())
            #expect(Array(text.utf8).withUnsafeBytes { framing.next($0) } == .pass(text.utf8.count))
            return framing.isLast
        }
        #expect(!isLast("GET / HTTP/1.1\r\n\(Self.host)Connection: keep-alive\r\n\r\n"))
        #expect(isLast("GET / HTTP/1.1\r\n\(Self.host)Connection: x, Close\r\n\r\n"))
        #expect(isLast("GET / HTTP/1.1\r\n\(Self.host)Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"))
        #expect(isLast("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
    }

    @Test(.shows("ABUSE-17")) func `a few bytes that wait hold little memory`() {
        var buffer = ByteBufferAllocator().buffer(capacity: 65_536)
        buffer.writeString("GET / HTTP/1.1\r\n")
        #expect(buffer.tight == buffer && buffer.tight.storageCapacity < 2_048)
        var full = ByteBuffer(string: String(repeating: "a", count: 12_000))
        full.writeString("b")
        #expect(full.tight.storageCapacity == full.storageCapacity)
    }

    @Test func `however bytes are changed and cut, the verdict is the same and what passes is what came`() {
        var generator = SeededGenerator(seed: 11)
        let seeds = [
            "GET /jails/%41 HTTP/1.1\r\n\(Self.host)Connection: close\r\n\r\n",
            "POST / HTTP/1.1\r\n\(Self.host)Content-Length: 5\r\n\r\nhello",
            "POST / HTTP/1.1\r\n\(Self.host)Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        ]
        for _ in 0..<3_000 {
            var bytes = Array(seeds.randomElement(using: &generator)!.utf8)
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                let byte = Array("\r\n :;0aZ/%.\u{0}".utf8).randomElement(using: &generator)!
                if Bool.random(using: &generator) { bytes[place] = byte } else { bytes.insert(byte, at: place) }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let whole = passed(text)
            let dripped = passed(text, pieces: Int.random(in: 1...5, using: &generator))
            #expect(whole.fault == dripped.fault && whole.isBetween == dripped.isBetween, "\(text)")
            #expect(whole.parts.joined() == dripped.parts.joined() && text.hasPrefix(whole.parts.joined()), "\(text)")
        }
    }
}
