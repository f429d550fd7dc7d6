import Fail2ban
import Foundation
import Host
import Logging
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

/// What the documents list is what the program has.
@Suite struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func document(_ name: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
    }

    @Test(.shows("ASVS-8.1.1"))
    func `every route of the API and of health stands in its table with permission and token, and no other`()
        throws
    {
        let text = try Self.document("docs/api.md")
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") && !$0.hasPrefix("| `/") }
        let documented = rows.map { row in
            row.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }.filter { $0.count >= 4 && $0[1].contains(" /") }
        let routes = try Self.routes().filter { $0.path.hasPrefix("/api") || $0.path.hasPrefix("/health") }
        #expect(routes.count > 20)
        for route in routes {
            let row = documented.first { $0[1] == "`\(route.method) \(route.path)`" }
            let found = try #require(row, "docs/api.md lacks \(route.method) \(route.path)")
            #expect(found[2] == Self.words(for: route.action), "\(route.path)")
            #expect(found[3] == Self.protection(of: route.action), "\(route.path)")
        }
        #expect(documented.count == routes.count, "docs/api.md lists routes that are not there, or one twice")
    }

    @Test func `every code of a problem stands in the API's list`() throws {
        let text = try Self.document("docs/api.md")
        let source = try Self.document("Sources/Web/HTTP/Problem.swift")
        let body = try #require(source.split(separator: "enum Code").last?.split(separator: "}").first)
        let codes = body.split(separator: "\n").filter { $0.contains("case ") }.map { line in
            line.split(separator: "\"").dropFirst().first ?? line.split(separator: " ").last ?? ""
        }
        #expect(codes.count > 15)
        for code in codes { #expect(text.contains("`\(code)`"), "docs/api.md lacks the code \(code)") }
    }

    @Test func `every exit code stands in the table of operations`() throws {
        let text = try Self.document("docs/operations.md")
        let source = try Self.document("Sources/bangui/Terminal/Failure.swift")
        let codes = source.split(separator: "\n").filter { $0.contains("case ") && $0.contains(" = ") }
            .compactMap { $0.split(separator: " ").last }.filter { Int($0) != nil }
        #expect(codes.count >= 9)
        for code in codes { #expect(text.contains("\n| \(code) | "), "docs/operations.md lacks exit code \(code)") }
    }

    @Test func `every check of the doctor stands in its document, and no other`() throws {
        let rows = try Self.document("docs/doctor.md").split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.map(String.init) == Doctor.checks.map { "| `\($0.id)` | \($0.title) | \($0.summary) |" })
    }

    @Test func `every setting stands in the documents of configuration`() throws {
        let text = try Self.document("docs/configuration.md")
        for key in SettingKey.allCases {
            #expect(text.contains("| `\(key.rawValue)` | `\(key.environmentName)` |"), "\(key)")
        }
    }

    @Test func `links between the documents lead somewhere`() throws {
        let folder = Self.root.appendingPathComponent("docs")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }
        for name in names.map({ "docs/" + $0 }) + ["README.md", "CONTRIBUTING.md"] {
            let text = try Self.document(name)
            for match in text.matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) where !match.1.contains("://") {
                let target = Self.root.appendingPathComponent(name).deletingLastPathComponent()
                    .appendingPathComponent(String(match.1))
                #expect(FileManager.default.fileExists(atPath: target.path), "\(name) names \(match.1)")
            }
        }
    }

    private static func words(for action: Action) -> String {
        switch action.rule.need {
        case .anyone: "anyone"
        case .setup: "the one-time token, before setup is complete"
        case .signedIn: "signed in"
        case .app(let app, let level): "\(app): \(level)"
        case .administrator: "administrator"
        case .metrics: "the token of metrics"
        }
    }

    private static func protection(of action: Action) -> String {
        guard action.rule.changesState else { return "" }
        switch action.rule.need {
        case .anyone, .setup: return "origin"
        default: return "token"
        }
    }

    /// The routes of a server that waits for its setup; they are the same in every phase.
    private static func routes() throws -> [Routes.Entry] {
        let reader = ConfigurationReader { 0 }
        let sources = SettingSources(commandLine: [.dataDirectory: "/nonexistent"], environment: [:], file: nil)
        let configuration = try reader.read(sources)
        let random: @Sendable (Int) -> [UInt8] = { Array(repeating: 7, count: $0) }
        let secret = try SecretLoader(directory: configuration.dataDirectory, now: { 0 }, random: random)
            .load(given: "0f0e8d7c6b5a49382716f5e4d3c2b1a0998877665544332211ffeeddccbbaa00", databaseExists: false)
        let hasher = try PasswordHasher(cost: HashCost(memory: 64, iterations: 1, lanes: 1), random: random)
        let setup = Setup(
            directory: configuration.dataDirectory, sources: sources, reader: reader,
            policy: PasswordPolicy(hostName: "host"), hasher: hasher, now: { 0 }, random: random)
        let desk = SetupDesk(
            configuration: configuration, setup: setup, forms: FormTokens(secret: secret, now: { 0 }, random: random),
            inspect: { _ in DoctorReport(findings: [], at: 0, took: .zero) }, begin: { _ in throw CancellationError() })
        let server = WebServer(
            phase: ConsolePhase(.setup(desk)), configuration: configuration, zones: [], machineName: "", now: { 0 },
            logger: Logger(label: "test"))
        return server.routes.entries
    }
}
