import Fail2ban
import Foundation
import Host
import NIOCore
import TestSupport
import Testing

@Suite struct CodingTests {
    private static let rounds = ProcessInfo.processInfo.environment["BANGUI_LONG_TESTS"] == nil ? 1500 : 20_000

    private func cross<Value: Codable>(_ value: Value) throws -> Value {
        try AgentCoding.message(Value.self, in: AgentCoding.bytes(of: value))
    }

    @Test func `every value that crosses comes out as it went in`() throws {
        var made = MadeValues(seed: 5)
        for _ in 0..<Self.rounds {
            let verb = made.verb()
            #expect(try AgentCoding.strictMessage(AgentVerb.self, in: AgentCoding.bytes(of: verb)) == verb)
            let snapshot = made.snapshot()
            #expect(try cross(snapshot) == snapshot)
            let records = made.records()
            #expect(try cross(records) == records)
            let error = made.error()
            #expect(try cross(error) == error)
            let (reading, told) = (made.reading(), try cross(made.reading()))
            let again = try cross(reading)
            #expect(again.observations == reading.observations && again.positions == reading.positions)
            #expect(again.remaining == reading.remaining && again.generations == reading.generations)
            #expect(again.vanished == reading.vanished)
            #expect(try cross(told).packed == told.packed)
            let report = BanReport(newlyBanned: 3, notEnforced: [made.id(): made.text()])
            #expect(try cross(report) == report)
            let standing: [BanID: StandingBan]? = [made.id(): StandingBan(bannedAt: 1, time: made.time())]
            #expect(try cross(standing) == standing)
        }
        let nothing: [BanID: StandingBan]? = nil
        #expect(try cross(nothing) == nothing)
    }

    @Test(arguments: [
        #"{"bans":{"_0":{"list":{"in":"one"}}},"more":1}"#,
        #"{"bans":{"_0":{"list":{"in":"one","path":"/etc/shadow"}}}}"#,
        #"{"bans":{"_0":{"list":{"in":"one"}},"path":"/"}}"#, #"{ "bans":{"_0":{"list":{"in":"one"}}}}"#,
        #"{"bans":{"_0":{"list":{"in":"one"}}}} "#, #"{"bans":{"_0":{"list":{"in":"\u006fne"}}}}"#,
        #"{"bans":{"_0":{"list":{"in":"two","in":"one"}}}}"#, #"{"bans":{"_0":{"list":{"in":""}}}}"#,
        #"{"bans":{"_0":{"list":{}}}}"#, #"{"bans":{"_0":{"list":{"in":1}}}}"#,
        #"{"bans":{"_0":{"list":{"in":null}}}}"#,
        #"{"run":{"_0":{"command":"id"}}}"#, #"{"bans":{"_0":{"run":{"in":"one"}}}}"#,
        #"{"bans":{"list":{"in":"one"}}}"#,
        #"{"jail":{"_0":{"change":{"_0":{"banTime":{"_0":-2}},"in":"one"}}}}"#,
        #"{"bans":{"_0":{"list":{"in":"one"}}},"jail":{"_0":{"counters":{}}}}"#,
        #"{"jail":{"_0":{"counters":{"x":1}}}}"#,
        #"{"jail":{"_0":{"counters":null}}}"#, "", "null", "[]", "{}", "\"\"", "0", "{",
        #"{"daemon":{"_0":{"ping":{"milliseconds":1e3}}}}"#, #"{"daemon":{"_0":{"ping":{"milliseconds":1.5}}}}"#,
    ])
    func `what is not a verb in its own words is refused`(text: String) {
        #expect(throws: (any Error).self) {
            try AgentCoding.strictMessage(AgentVerb.self, in: ByteBuffer(string: text))
        }
    }

    @Test(.shows("ASVS-1.5.2")) func `a verb is spelled in one way`() throws {
        for text in [
            #"{"bans":{"_0":{"list":{"in":"one"}}}}"#, #"{"jail":{"_0":{"counters":{}}}}"#,
            #"{"bans":{"_0":{"ban":{"_0":["192.0.2.1","198.51.100.0/24"],"in":"one"}}}}"#,
            #"{"jail":{"_0":{"change":{"_0":{"banTime":{"_0":-1}},"in":"one"}}}}"#,
            #"{"daemon":{"_0":{"ping":{"milliseconds":1000}}}}"#,
        ] {
            let verb = try AgentCoding.strictMessage(AgentVerb.self, in: ByteBuffer(string: text))
            #expect(String(buffer: try AgentCoding.bytes(of: verb)) == text)
        }
    }

    @Test(.shows("ASVS-5.3.2", "ASVS-13.2.2")) func `the published list has every verb and no other`() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../docs/agent.md")
        let rows = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").compactMap { row in
            row.wholeMatch(of: /\| `([a-z]+\.[a-zA-Z]+)` \|.*/).map { String($0.1) }
        }
        #expect(rows == AgentVerbName.allCases.map(\.rawValue))
        var made = MadeValues(seed: 7)
        var names = Set<AgentVerbName>()
        for _ in 0..<1000 { names.insert(made.verb().name) }
        #expect(names.count == AgentVerbName.allCases.count)
    }

    @Test func `packed bytes that were cut or changed are an error or another value, and nothing else`() {
        var made = MadeValues(seed: 6)
        for _ in 0..<Self.rounds {
            for packed in [made.snapshot().packed, made.records().packed, made.reading().packed] {
                var bytes = packed
                let place = Int.random(in: 0..<bytes.count, using: &made.random)
                if Bool.random(using: &made.random) {
                    bytes[place] = UInt8.random(in: 0...255, using: &made.random)
                } else {
                    bytes.removeLast(bytes.count - place)
                }
                _ = try? BanSnapshot(packed: bytes)
                _ = try? RecordedBans(packed: bytes)
                _ = try? LogReading(packed: bytes)
            }
        }
        #expect(throws: (any Error).self) { try RecordedBans(packed: [0xff, 0xff, 0xff, 0xff, 0x7f]) }
        #expect(throws: (any Error).self) { try RecordedBans(packed: [0, 0]) }
        #expect(throws: (any Error).self) { try BanSnapshot(packed: []) }
    }

    @Test(.shows("ASVS-1.4.2"))
    func `frames are cut as they were joined, and a length is judged before its bytes come`() throws {
        var stream = ByteBuffer()
        let bodies = ["{}", String(repeating: "x", count: 70_000), "[]"]
        for (number, body) in bodies.enumerated() {
            var parts = AgentFrame(id: UInt64(number), body: ByteBuffer(string: body)).parts
            stream.writeBuffer(&parts.head)
            stream.writeBuffer(&parts.body)
        }
        var arrived = ByteBuffer()
        var seen: [AgentFrame] = []
        while let byte = stream.readBytes(length: min(1000, max(1, stream.readableBytes))), !byte.isEmpty {
            arrived.writeBytes(byte)
            while let frame = try AgentFrame.next(in: &arrived, atMost: 1 << 20) { seen.append(frame) }
        }
        #expect(seen.map { String(buffer: $0.body) } == bodies)
        #expect(seen.map(\.id) == [0, 1, 2])
        var long = ByteBuffer(integer: UInt32(1001))
        #expect(throws: AgentFrameError.tooLong(1001)) { try AgentFrame.next(in: &long, atMost: 1000) }
        var short = ByteBuffer(integer: UInt32(8))
        #expect(throws: AgentFrameError.tooShort(8)) { try AgentFrame.next(in: &short, atMost: 1000) }
    }
}
