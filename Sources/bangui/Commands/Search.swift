import ArgumentParser
import NIOCore
import Console
import Web

/// `bangui search`
struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finds addresses by a word in the lines that led to their bans, such as a login name.",
        discussion: """
            Example: bangui search alice --json | jq -r .address
            The last ban comes first. Large and small letters are the same; all else is looked for as it is.
            Which are banned is told as “bangui serve” saw it last.
            """)

    @OptionGroup var place: Place
    @Argument(help: "The word, 2 to 200 bytes.") var word: String
    @Option(help: "How many addresses at most.") var limit = 50
    @Flag(help: "Print JSON, one object a line, as in GET /api/addresses.") var json = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("Give --limit a number of at least 1.") }
    }

    func run() async throws {
        try await place.withMemory { console in
            var (cursor, seen) = (nil as String?, Set<String>())
            if !json { try SearchText.printHead() }
            repeat {
                let found = try await console.addresses.search(word, cursor: cursor)
                // An address may be found again further back: it was told with its last ban.
                for find in found.finds where seen.count < limit && seen.insert(find.id).inserted {
                    try EventText.print(json ? String(buffer: LineFindsJSON.text(find)) : SearchText.line(find))
                }
                cursor = found.next
            } while cursor != nil && seen.count < limit
        }
    }
}
