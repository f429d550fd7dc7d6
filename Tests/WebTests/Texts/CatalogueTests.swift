import Foundation
import Testing

@testable import Console
@testable import Web

@Suite struct CatalogueTests {
    @Test func `every text has German words with the same places, and none is left over`() throws {
        let (texts, begun) = try SourceTexts.keyed()
        // A text that is written otherwise would not be found: there is none.
        #expect(texts.count == begun, "a Text is written so that its key cannot be read")
        #expect(texts.count > 400 && Set(texts.map(\.key)).count == texts.count, "two texts have the same key")
        let german = Catalogue.german.words
        for text in texts {
            guard let words = german[text.key] else {
                Issue.record("Assets/texts/de.json lacks \(text.key): \(text.english)")
                continue
            }
            #expect(places(words) == places(text.english), "\(text.key): \(words)")
            #expect(!words.isEmpty && words.hasSuffix(" ") == text.english.hasSuffix(" "), "\(text.key)")
        }
        #expect(Set(german.keys).subtracting(texts.map(\.key)).sorted() == [], "keys of no text")
    }

    @Test func `every sentence that the rooms below the pages make has German words`() throws {
        for literal in try Self.sentences() {
            let sentence = literal.text.replacing("…", with: "X1")
            #expect(
                Catalogue.german.phrases.words(for: sentence) != nil,
                "Assets/texts/de.phrases.json lacks, of \(literal.file): \(literal.text)")
        }
        for definition in SettingDefinition.all {
            #expect(Catalogue.german.phrases.words(for: definition.summary) != nil, "\(definition.summary)")
        }
    }

    @Test func `sentences keep their places, and each stands in the sources`() throws {
        let pairs = try #require(Catalogue.pairs("de.phrases.json"))
        let files = try (Self.folders + ["Host", "Agent"]).flatMap { try SourceTexts.files($0) }
        let written = files.map(\.text).joined()
            .replacing("\\\"", with: "\"")
        for (english, german) in pairs {
            #expect(places(german) == places(english), "\(german)")
            // A sentence may be put together of several parts: the first words of its longest one are looked for.
            let parts = english.split(separator: /\{[0-9]\}/).map { $0.trimmingCharacters(in: .whitespaces) }
            let longest = parts.max { $0.count < $1.count } ?? ""
            let isWritten = written.contains(longest.split(separator: " ").prefix(3).joined(separator: " "))
            #expect(isWritten, "no source says: \(english)")
        }
    }

    private static let folders = ["Console", "Fail2ban/Values", "Geo", "Web"]

    /// What looks like a sentence, in what pages may show: not what goes to a log, a terminal or a program only.
    private static func sentences() throws -> [SourceTexts.Literal] {
        // What describes routes, or answers what is no request of a browser's, is read by programs.
        let silent = [
            "Console/Backups/", "Console/Secrets/", "Console/DataDirectory/", "Web/Texts/", "Web/OpenAPI/",
            "Web/Connections/", "Web/Metrics/",
        ]
        let logged = /metadata:|logger|precondition|fatalError|\bText\($/
        return try folders.flatMap { try SourceTexts.files($0) }.flatMap { SourceTexts.literals($0.name, $0.text) }
            .filter { literal in
                !silent.contains { literal.file.hasPrefix($0) } && !literal.file.hasSuffix("Shapes.swift")
                    && literal.before.firstMatch(of: logged) == nil
                    && literal.text.firstMatch(of: /^[A-Z“…f][^:=]*[a-z…”] .*[a-z…”)]\.$/) != nil
            }
    }

    private func places(_ text: String) -> [String] { text.matches(of: /\{[0-9]\}/).map { String($0.0) }.sorted() }
}
