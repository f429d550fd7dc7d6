/// Numbers and spans of time as the pages write them; `time.js` counts on in the same form.
enum Figures {
    /// A number with its thousands apart, as in `1,204` or, in German, `1.204`.
    static func number(_ value: Int, in language: Language = .english) -> String {
        let digits = Array(String(value.magnitude).utf8)
        var grouped: [UInt8] = value < 0 ? [UInt8(ascii: "-")] : []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped.append(language.digitSeparator) }
            grouped.append(digit)
        }
        return String(decoding: grouped, as: UTF8.self)
    }

    /// A span in its largest unit, as in `59 s`, `1 min` or `2 d`.
    static func roughSpan(_ seconds: Int64) -> String {
        let seconds = max(0, seconds)
        let unit = units.first { seconds >= $0.size } ?? (1, "s")
        return "\(seconds / unit.size) \(unit.name)"
    }

    private static let units: [(size: Int64, name: String)] = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")]

    /// A span in its two largest units, as in `3 d 4 h` or `9 min 51 s`; negative spans count as none.
    static func span(_ seconds: Int64) -> String {
        let seconds = max(0, seconds)
        guard let first = units.firstIndex(where: { seconds >= $0.size }) else { return "0 s" }
        var text = "\(seconds / units[first].size) \(units[first].name)"
        guard first + 1 < units.count else { return text }
        let rest = seconds % units[first].size / units[first + 1].size
        if rest > 0 { text += " \(rest) \(units[first + 1].name)" }
        return text
    }
}
