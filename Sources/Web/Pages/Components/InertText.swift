import HTML

/// Text that someone else wrote: its direction cannot reach beyond it, and characters that would not show, or would
/// change how others show, are made visible.
func inert(_ text: String, in frame: PageFrame) -> HTML {
    guard text.utf8.contains(where: { $0 < 32 || $0 >= 127 }) else { return bdi { text } }
    return bdi { shown(text) }
}

/// A text of someone else's of which parts are marked, likewise.
func marked(_ text: MarkedText, in frame: PageFrame) -> HTML {
    guard text.isMarked else { return inert(text.parts.map(\.text).joined(), in: frame) }
    return bdi {
        for part in text.parts {
            if part.isMarked { mark { shown(part.text) } } else { shown(part.text) }
        }
    }
}

private func shown(_ text: String) -> HTML {
    group {
        for run in runs(of: text) {
            switch run {
            case .plain(let text): HTML(text)
            case .control(let scalar):
                span(.class("control"), .title(codePoint(scalar))) { visible(scalar) }
            }
        }
    }
}

/// The same as plain text, for where there can be no elements: titles and labels.
func visible(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 32 || $0 >= 127 }) else { return text }
    return runs(of: text).map { run in
        switch run {
        case .plain(let text): text
        case .control(let scalar): "[\(visible(scalar))]"
        }
    }.joined()
}

private enum Run {
    case plain(String)
    case control(Unicode.Scalar)
}

private func runs(of text: String) -> [Run] {
    var runs: [Run] = []
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        guard isInvisible(scalar) else {
            plain.append(scalar)
            continue
        }
        if !plain.isEmpty { runs.append(.plain(String(plain))) }
        plain = String.UnicodeScalarView()
        runs.append(.control(scalar))
    }
    if !plain.isEmpty { runs.append(.plain(String(plain))) }
    return runs
}

/// Controls, format characters (among them those that turn the direction of text), separators other than the space,
/// and what has no meaning assigned.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    case .spaceSeparator: scalar != " "
    default: false
    }
}

/// The abbreviation of a C0 control or of DEL (ISO 646), else the code point: letters that every font has.
private func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<32: controlNames[Int(scalar.value)]
    case 127: "DEL"
    default: codePoint(scalar)
    }
}

private let controlNames = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI", "DLE",
    "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
]

private func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
