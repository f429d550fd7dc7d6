import Foundation
import Testing

@testable import Console

/// `.env.example` and the table of `docs/configuration.md`, made from the registry. After a change of the registry run
/// these tests with `WRITE_SETTING_DOCUMENTS=1` in the environment and look at the difference.
struct SettingDocumentationTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static var example: String {
        let head = """
            # Settings of BanGUI. Copy this file to .env and take the # away where a value shall differ from its default.
            # Stronger, in this order: the command line, the environment. Weaker: what setup stored. See docs/configuration.md.
            """
        let parts = SettingDefinition.all.map { definition in
            "# \(definition.summary)\n#\(definition.key.environmentName)=\(definition.standard)\n"
        }
        return head + "\n\n" + parts.joined(separator: "\n")
    }

    static var table: String {
        let head = "| key | environment | flag | values | default | set by |\n|---|---|---|---|---|---|\n"
        return head
            + SettingDefinition.all.map { definition in
                let columns = [
                    "`\(definition.key.rawValue)`", "`\(definition.key.environmentName)`",
                    definition.flag.map { "`\($0)`" } ?? "", values(definition.kind),
                    definition.standard.isEmpty ? "none" : "`\(definition.standard)`",
                    definition.authority == .browser ? "setup" : "machine",
                ]
                return "| " + columns.joined(separator: " | ") + " |\n| | \(definition.summary) | | | | |\n"
            }.joined()
    }

    static func values(_ kind: SettingKind) -> String {
        switch kind {
        case .listenAddress: "`host:port`"
        case .path: "path"
        case .secret: "secret text"
        case .databaseAddress: "`postgres://…`"
        case .flag: "`true`, `false`"
        case .integer(let bounds): "\(bounds.lowerBound) to \(bounds.upperBound)"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .geoOrigins: "`NAME=https://…`, with commas between them"
        case .paths: "paths, with commas between them"
        case .networks: "addresses and CIDRs"
        case .origin: "`http://host`, `https://host/path`"
        case .timeZone: "time zone"
        case .command: "command"
        case .moment: "moment (RFC 3339)"
        case .thresholds: "`automatic`, rising numbers"
        }
    }

    func compare(_ name: String, _ change: (String) -> String) throws {
        let file = Self.root.appendingPathComponent(name)
        let found = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let wanted = change(found)
        if ProcessInfo.processInfo.environment["WRITE_SETTING_DOCUMENTS"] != nil {
            try wanted.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(found == wanted, "\(name) is not what the registry says")
        }
    }

    @Test func `the example file lists every key with its default`() throws {
        try compare(".env.example") { _ in Self.example }
        let uncommented = Self.example.split(separator: "\n").filter { $0.hasPrefix("#BANGUI_") }.map { $0.dropFirst() }
        let file = try DotEnv(parsing: uncommented.joined(separator: "\n"))
        #expect(file.entries.map(\.name) == SettingKey.allCases.map(\.environmentName))
        #expect(zip(file.entries, SettingDefinition.all).allSatisfy { $0.value == $1.standard })
    }

    @Test func `the documentation has the registry's table`() throws {
        try compare("docs/configuration.md") { text in
            let marks = ("<!-- settings -->\n", "<!-- end of settings -->")
            guard let start = text.range(of: marks.0), let end = text.range(of: marks.1) else {
                return text + marks.0 + marks.1
            }
            return text[..<start.upperBound] + Self.table + text[end.lowerBound...]
        }
    }

    @Test func `no two settings share a name or a flag`() {
        #expect(Set(SettingKey.allCases.map(\.environmentName)).count == SettingKey.allCases.count)
        let flags = SettingDefinition.all.compactMap(\.flag)
        #expect(Set(flags).count == flags.count)
        #expect(
            SettingDefinition.all.allSatisfy { $0.kind != .secret || $0.flag == nil },
            "a secret never stands in a command line")
    }
}
