import TestSupport
import Testing

@testable import Web

@Suite(.shows("ABUSE-28")) struct CSVTests {
    @Test func `any cells come back by the rules of RFC 4180, but for the apostrophe before a formula`() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<5_000 {
            let cells = (0..<3).map { _ in generator.text() }
            let read = row(CSV.row(cells))
            #expect(read.count == 3)
            for (left, right) in zip(read, cells) {
                let isSame = left.utf8.elementsEqual(right.utf8) || left.utf8.elementsEqual(("'" + right).utf8)
                #expect(isSame, "\(Array(right.unicodeScalars))")
            }
        }
    }

    @Test(arguments: [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "\u{ff1d}1+1", "\u{ff0b}1", "\u{ff0d}1",
        "\u{ff20}x",
    ])
    func `a formula is text to a spreadsheet`(text: String) {
        let cell = CSV.cell(text)
        #expect(cell.hasPrefix("'") || cell.hasPrefix("\"'"))
    }

    @Test func `what could separate cells or lines stands in quotes`() {
        #expect(CSV.row(["a", "b,c", "d\"e", "f;=1", "g\nh"]) == "a,\"b,c\",\"d\"\"e\",\"f;=1\",\"g\nh\"\r\n")
        #expect(CSV.cell("a\"\u{301}=1") == "\"a\"\"\u{301}=1\"")
    }

    /// Reads one record; a plain reading of the grammar.
    private func row(_ text: String) -> [String] {
        var cells: [String] = []
        var bytes = Array(text.utf8)[...]
        while true {
            var cell: [UInt8] = []
            if bytes.first == 0x22 {
                bytes = bytes.dropFirst()
                while let byte = bytes.popFirst() {
                    if byte == 0x22 {
                        guard bytes.first == 0x22 else { break }
                        bytes = bytes.dropFirst()
                    }
                    cell.append(byte)
                }
            } else {
                while let byte = bytes.first, byte != 0x2c, byte != 0x0d { cell.append(bytes.popFirst() ?? byte) }
            }
            cells.append(String(decoding: cell, as: UTF8.self))
            guard bytes.popFirst() == 0x2c else { return cells }
        }
    }
}
