import Foundation
import Testing

/// Expects that nothing in an answer is taken for anything but text, by a browser, a terminal or a spreadsheet.
func expectInert(_ reply: HTTPReply, _ place: String) {
    let type = reply["content-type"] ?? ""
    if type.hasPrefix("text/html") {
        expectInertPage(reply.text, place)
    } else if type.hasPrefix("text/csv") {
        expectInertCells(reply.text, place)
    } else if type.contains("json") {
        #expect(!reply.text.contains("<") && !reply.text.contains(">"), "\(place)")
    }
}

private func expectInertPage(_ text: String, _ place: String) {
    #expect(!text.contains("<script>") && !text.contains("<img"), "\(place)")
    // The value of a field and what a button copies stay as they are; else what would not be seen is shown.
    let kept = #/ (value|data-copy)="[^"]*"|<textarea[^>]*>[^<]*</#
    let shown = text.replacing(kept, with: "")
    for mark in ["\u{202e}", "\u{1b}"] {
        let before = shown.unicodeScalars.split(separator: mark.unicodeScalars.first ?? "x").dropLast().map {
            String($0.suffix(80))
        }
        #expect(before.isEmpty, "\(place): \(before)")
    }
    // A quote that takes a combining mark along is still a quote to a browser.
    #expect(!text.utf8.contains(Array("\"\u{301}".utf8)), "\(place)")
}

/// No cell begins with what a spreadsheet takes for a formula.
private func expectInertCells(_ text: String, _ place: String) {
    for line in text.components(separatedBy: "\r\n") {
        for cell in line.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let first = cell.first { $0 != UInt8(ascii: "\"") }
            #expect(first.map { !"=+-@\t\r".utf8.contains($0) } ?? true, "\(place): \(cell)")
        }
    }
}
