import Foundation
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite struct JSONWriterTests {
    @Test(.shows("ABUSE-28", "ASVS-1.2.3")) func `any text is read back by another parser, and is inert in a page`()
        throws
    {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let text = generator.text()
            let bytes = JSONWriter.object { $0.field("a", text) }.bytes
            // JSONSerialization drops byte order marks within texts; the decoder keeps them.
            let read = try JSONDecoder().decode([String: String].self, from: Data(bytes))
            #expect(read["a"].map { Array($0.utf8) } == Array(text.utf8), "\(Array(text.unicodeScalars))")
            let written = String(decoding: bytes, as: UTF8.self).unicodeScalars
            #expect(!written.contains { "<>&\u{2028}\u{2029}".unicodeScalars.contains($0) || $0.value < 32 })
        }
    }

    @Test func `numbers, truth, times, nulls and nesting are written as JSON has them`() throws {
        let bytes = JSONWriter.object { json in
            json.field("least", Int64.min)
            json.field("most", Int64.max)
            json.field("zero", 0)
            json.field("ten", 10)
            json.field("yes", true)
            json.field("none", nil as String?)
            json.field("time", time: 0)
            json.field("never", time: nil)
            json.array("rows", [1, 2]) { json, row in json.object { $0.field("row", row) } }
            json.field("texts", texts: ["a", "b"])
            json.object("empty") { _ in }
        }.bytes
        let text =
            #"{"least":-9223372036854775808,"most":9223372036854775807,"zero":0,"ten":10,"yes":true,"none":null,"#
            + #""time":"1970-01-01T00:00:00Z","never":null,"rows":[{"row":1},{"row":2}],"texts":["a","b"],"empty":{}}"#
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }
}

extension ByteBuffer {
    fileprivate var bytes: [UInt8] { Array(readableBytesView) }
}
