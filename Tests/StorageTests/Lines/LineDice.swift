import Storage

/// Makes lines of few words, so that much coincides, hostile bytes among them.
struct LineDice {
    var dice: EventDice

    private static let words = [
        "root", "roots", "admin", "ad", "adm", "Invalid", "user", "password", "203", "0", "113", "7", "na\u{ef}ve",
        "NA\u{cf}VE",
        "\u{436}\u{443}\u{43a}", "sshd", "x", "12345", "drop table events", "':*", "\" OR \"", "a/b", ":5", "1/root",
        String(repeating: "long", count: 20),
    ]
    private static let gaps = [" ", " ", " ", "-", ".", "", "@", "\0", "'", "\"", "*", "\\", "\u{2014}", ": ", "/"]

    /// The lines of one ban.
    mutating func lines() -> [[UInt8]] { (0..<dice.roll(0...3)).map { _ in line() } }

    private mutating func line() -> [UInt8] {
        var line: [UInt8] = []
        for _ in 0..<dice.roll(0...7) {
            line += Array(Self.words[dice.roll(0...Self.words.count - 1)].utf8)
            line += dice.isOne(in: 12) ? [[0xff], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80]][dice.roll(0...3)] : []
            line += Array(Self.gaps[dice.roll(0...Self.gaps.count - 1)].utf8)
        }
        return line
    }

    /// What to look for: words, beginnings of them, parts of lines as phrases, and what must not be there.
    mutating func query(_ lines: [[UInt8]]) -> LineQuery {
        while true {
            let text = (0...dice.roll(0...2)).map { _ in term(lines) }.joined(separator: " ")
            if let query = try? LineQuery(text) { return query }
        }
    }

    private mutating func term(_ lines: [[UInt8]]) -> String {
        let sign = dice.isOne(in: 4) ? "-" : ""
        if dice.isOne(in: 3), !lines.isEmpty {
            let line = lines[dice.roll(0...lines.count - 1)]
            let start = dice.roll(0...line.count)
            let part = String(decoding: line[start..<min(start + dice.roll(1...20), line.count)], as: UTF8.self)
            return "\(sign)\"\(part.replacing("\"", with: ""))\""
        }
        let word = Self.words[dice.roll(0...Self.words.count - 1)]
        return sign + (dice.isOne(in: 2) ? word : String(decoding: word.utf8.prefix(dice.roll(2...6)), as: UTF8.self))
    }
}
