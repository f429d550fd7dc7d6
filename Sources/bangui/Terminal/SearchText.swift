import Console

/// An address that was found by a word in its lines, for a terminal: columns of a width of their own, since what is still to
/// come is not known.
enum SearchText {
    static func printHead() throws { try EventText.print(aligned("ADDRESS", "LAST BAN", "BANNED IN", "LINE")) }

    static func line(_ find: LineFinds.Find) -> String {
        aligned(
            Output.inert(find.id), AddressText.time(find.event.at),
            find.bans.isEmpty ? "-" : find.bans.map { Output.inert($0.jail) }.joined(separator: ","),
            Output.inert(String(decoding: find.line, as: UTF8.self)))
    }

    private static func aligned(_ cells: String...) -> String {
        zip(cells, [15, 20, 12, 0]).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.unicodeScalars.count))
        }.joined(separator: "  ")
    }
}
