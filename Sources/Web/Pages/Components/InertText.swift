import HTML

/// Text that someone else wrote: its direction cannot reach beyond it, and characters that would not show, or would
/// change how others show, are made visible.
func inert(_ text: String, in frame: PageFrame) -> HTML {
    guard text.utf8.contains(where: { $0 < 32 || $0 >= 127 }) else { return bdi { text } }
    return bdi {
        for run in runs(of: text) {
            switch run {
            case .plain(let text): HTML(text)
            case .control(let scalar):
                span(.class("control"), .title(codePoint(scalar))) { visible(scalar) }
            }
        }
    }
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

/// The picture of a C0 control or of DEL (Unicode block Control Pictures), else the code point.
private func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<32: Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? codePoint(scalar)
    case 127: "\u{2421}"
    default: codePoint(scalar)
    }
}

private func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
