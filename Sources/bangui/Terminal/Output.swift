import Foundation
import NIOCore

/// Where results go: standard output, as text for people or JSON for programs.
enum Output {
    static func line(_ text: String = "") {
        write(Data((text + "\n").utf8), to: .standardOutput)
    }

    /// Writes what can be written. Who reads through a pipe may have seen enough (`bangui ban list | head`): that is no
    /// fault, and what the command does is done to its end all the same.
    static func write(_ data: Data, to handle: FileHandle) {
        do {
            try handle.write(contentsOf: data)
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            guard cause?.code != Int(EPIPE), handle !== FileHandle.standardError else { return }
            note("the output cannot be written: \(cause?.localizedDescription ?? error.localizedDescription)")
        }
    }

    /// A line beside the results, on standard error; it may quote what anyone wrote.
    static func note(_ text: String) {
        let lines = text.split(separator: "\n").map { "bangui: \(inert(String($0)))\n" }
        write(Data(lines.joined().utf8), to: .standardError)
    }

    static func json(_ buffer: ByteBuffer) {
        line(String(buffer: buffer))
    }

    /// A value as one object on a line of its own.
    static func json(encoding value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { return }
        line(String(decoding: data, as: UTF8.self))
    }

    /// Rows in aligned columns, under a head.
    static func table(_ head: [String], _ rows: [[String]]) {
        let widths = head.indices.map { column in
            ([head] + rows).map { $0[column].unicodeScalars.count }.max() ?? 0
        }
        for row in [head] + rows {
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: max(0, width - cell.unicodeScalars.count))
            }
            line(cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces))
        }
    }

    /// The text with control characters made visible, so that nothing that an attacker wrote steers the terminal.
    static func inert(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0..<32: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{fffd}"
                    case 0x7f...0x9f, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: "\u{fffd}"
                    default: scalar
                    }
                }))
    }
}
