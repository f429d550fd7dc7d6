import ArgumentParser
import Console
import Foundation
import NIOCore
import Web

/// `bangui patterns`
struct PatternsCommand: AsyncParsableCommand {
    /// Which list.
    enum Which: String, CaseIterable, ExpressibleByArgument {
        case failing, repeated, ranges, networks
    }

    static let configuration = CommandConfiguration(
        commandName: "patterns",
        abstract: "Who fails and is not banned yet, who comes back, and who comes together.",
        discussion: """
            failing: within each jail's findtime. repeated: banned twice or more. ranges: a /24 or /64 with five addresses or more;
            networks: likewise (ASN).
            Example: bangui patterns ranges --days 7 --json | jq -r '.ranges[].range'
            """)

    @OptionGroup var place: Place
    @Argument(help: "failing, repeated, ranges or networks.") var which: Which
    @Option(help: "Days to look back, 1 to 400; “failing” looks back as far as each jail does.") var days = 1
    @Flag(help: "Print JSON, as in GET /api/patterns.") var json = false

    func validate() throws {
        guard (1...400).contains(days) else { throw ValidationError("Give --days a number from 1 to 400.") }
    }

    func run() async throws {
        if which == .failing {
            try await place.withConsole { guarding in
                let failing = try await guarding.patterns.failingNow()
                guard !json else { return try EventText.print(String(buffer: PatternJSON.failing(failing))) }
                try EventText.print(PatternText.aligned("ADDRESS", "JAIL", "FAILURES", "TO A BAN", "LAST"))
                for one in failing {
                    try EventText.print(
                        PatternText.aligned(
                            Output.inert(one.id), Output.inert(one.jail), "\(one.failures)",
                            one.missing.map { "\($0)" } ?? "-", AddressText.time(one.lastAt)))
                }
            }
        } else {
            try await place.withMemory { guarding in try await tell(guarding) }
        }
    }

    private func tell(_ guarding: Guarding) async throws {
        let now = Clock.now()
        let span = now - Int64(days) * 86_400..<now + 1
        var patterns: Patterns?
        repeat {
            patterns = try await guarding.patterns.patterns(in: span, name: "command", for: .commandLine)
            if patterns == nil { try await Task.sleep(for: .milliseconds(200)) }
        } while patterns == nil
        guard let patterns else { return }
        guard !json else { return try EventText.print(String(buffer: PatternJSON.body(patterns, in: span))) }
        for line in PatternText.lines(of: which, patterns) { try EventText.print(line) }
    }
}

/// Patterns as lines of a table.
enum PatternText {
    static func lines(of which: PatternsCommand.Which, _ patterns: Patterns) -> [String] {
        switch which {
        case .failing: []
        case .repeated:
            [aligned("ADDRESS", "BANS", "JAILS", "BANNED", "LAST")]
                + patterns.repeated.map {
                    aligned(
                        Output.inert($0.id), "\($0.bans)", "\($0.jails)", $0.isBanned ? "yes" : "no",
                        AddressText.time($0.lastAt))
                }
        case .ranges:
            [aligned("RANGE", "ADDRESSES", "ATTEMPTS", "BANNED", "NEVER SEEN")]
                + patterns.ranges.map {
                    aligned(
                        "\($0.range)", "\($0.addresses)", "\($0.attempts)", $0.isBanned ? "yes" : "no",
                        $0.hit.unseen.map { "\($0)" } ?? "-")
                }
        case .networks:
            [aligned("NETWORK", "ADDRESSES", "ATTEMPTS", "BANS", "NAME")]
                + patterns.networks.map {
                    aligned("AS\($0.number)", "\($0.addresses)", "\($0.attempts)", "\($0.bans)", Output.inert($0.name))
                }
        }
    }

    static func aligned(_ cells: String...) -> String {
        zip(cells, [20, 12, 10, 10, 0]).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.unicodeScalars.count))
        }.joined(separator: "  ")
    }
}
