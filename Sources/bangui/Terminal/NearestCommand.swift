import ArgumentParser

/// A default subcommand whose first word is what it works on, and no verb.
protocol TakesSubject {}

/// Finds what a mistyped command may have meant.
enum NearestCommand {
    /// A failure for the first word that should name a command and does not; nil where there is none.
    static func failure(for words: [String]) -> Failure? {
        var command: any ParsableCommand.Type = BanGUI.self
        var path = "bangui"
        for word in words {
            let known = command.configuration.subcommands
            guard !known.isEmpty, word.utf8.first != UInt8(ascii: "-"), word != "help" else { return nil }
            guard let next = known.first(where: { $0._commandName == word }) else {
                if command.configuration.defaultSubcommand is any TakesSubject.Type { return nil }
                return unknown(word, after: path, among: known.map { $0._commandName })
            }
            command = next
            path += " " + word
        }
        return nil
    }

    private static func unknown(_ word: String, after path: String, among names: [String]) -> Failure {
        let advice =
            nearest(to: word, among: names).map { "Did you mean “\(path) \($0)”?" }
            ?? "There are: \(names.joined(separator: ", "))."
        return Failure(.usage, "There is no command “\(path) \(word)”. \(advice) See: \(path) --help")
    }

    /// The name that a mistyped word is likely to mean, two letters away at most; nil where none is so near.
    static func nearest(to word: String, among names: [String]) -> String? {
        names.map { (name: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
            .flatMap { $0.distance <= 2 ? $0.name : nil }
    }

    /// Letters to insert, to remove or to replace between two words (Levenshtein).
    static func distance(_ first: String, _ second: String) -> Int {
        let (first, second) = (Array(first.utf8), Array(second.utf8))
        var row = Array(0...second.count)
        for (line, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, other) in second.enumerated() {
                let changed = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}
