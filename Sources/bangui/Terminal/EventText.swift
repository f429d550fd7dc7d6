import Console
import Foundation

/// An event, for a terminal: columns of a width of their own, since what is still to come is not known.
enum EventText {
    private static let widths = [24, 9, 15, 12]

    static func printHead() throws { try print(aligned(["TIME", "KIND", "ADDRESS", "JAIL", "WHY"])) }

    /// Time in UTC, kind, address, jail, and why with what else is known.
    static func line(_ event: EventEntry) -> String {
        aligned([
            time(event), event.kind.rawValue, event.banID.map(Output.inert) ?? "-",
            event.jail.map(Output.inert) ?? "-", details(event).joined(separator: ", "),
        ])
    }

    /// Writes one line. Who reads it may have gone, as `head` does: then it ends, and nothing failed.
    static func print(_ line: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
        } catch {
            _exit(0)
        }
    }

    private static func details(_ event: EventEntry) -> [String] {
        var parts: [String] = []
        if let why = event.why { parts.append(why.rawValue) }
        if let failures = event.failures { parts.append("\(failures) failures") }
        switch event.length {
        case .seconds(let seconds): parts.append("for \(seconds) s")
        case .forEver: parts.append("for ever")
        case nil: break
        }
        if let count = event.count, count > 1 { parts.append(event.kind == .jail ? "\(count) bans" : "\(count). time") }
        if !event.isEnforced { parts.append("not enforced") }
        if event.source == .socket { parts.append("as seen in what is in force") }
        if let operation = event.operationID { parts.append("operation \(operation)") }
        if let note = event.note { parts.append(Output.inert(note)) }
        return parts
    }

    private static func time(_ event: EventEntry) -> String {
        Date(timeIntervalSince1970: TimeInterval(event.at) + TimeInterval(event.millisecond) / 1000)
            .formatted(
                .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
    }

    private static func aligned(_ cells: [String]) -> String {
        let padded = zip(cells, widths + [0]).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.unicodeScalars.count))
        }
        return padded.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }
}
