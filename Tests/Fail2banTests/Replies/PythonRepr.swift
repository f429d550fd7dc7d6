import Pickle

/// Writes a value as Python's `repr` does, for comparison with what Python wrote.
func pythonRepr(_ value: PickleValue) -> String {
    switch value {
    case .none: "None"
    case .bool(let flag): flag ? "True" : "False"
    case .int(let number): String(number)
    case .float(let number): String(number)
    case .text(let text): pythonRepr(text)
    case .bytes(let bytes): "b'" + bytes.map { "\\x" + String($0, radix: 16) }.joined() + "'"
    case .list(let items): "[" + items.map(pythonRepr).joined(separator: ", ") + "]"
    case .tuple(let items): "(" + items.map(pythonRepr).joined(separator: ", ") + (items.count == 1 ? ",)" : ")")
    case .dictionary(let pairs):
        "{" + pairs.map { "\(pythonRepr($0.key)): \(pythonRepr($0.value))" }.joined(separator: ", ") + "}"
    case .object(let object): pythonRepr(object)
    case .classReference(let type): "<class '\(type.module).\(type.name)'>"
    }
}

private func pythonRepr(_ object: PickleObject) -> String {
    var arguments = object.arguments
    switch (object.type.name, arguments.count) {
    case ("int", 1):
        if case .text(let digits) = arguments[0] { return digits }
    // Python's own repr of these leaves arguments out.
    case ("FileNotFoundError", 3): arguments.removeLast()
    // Python 2 sent it, and the Python 3 that recorded it has another name for it.
    case ("IOError", 3):
        return "FileNotFoundError(" + arguments.dropLast().map(pythonRepr).joined(separator: ", ") + ")"
    case ("JSONDecodeError", 3):
        if case .text(let message) = arguments[0], case .int(let place) = arguments[2] {
            arguments = [.text("\(message): line 1 column \(place + 1) (char \(place))")]
        }
    case ("_compile", 2): return "re.compile(\(pythonRepr(arguments[0])))"
    case ("FileIPAddrSet", 1): return "'file:'"
    default: break
    }
    return object.type.name + "(" + arguments.map(pythonRepr).joined(separator: ", ") + ")"
}

private func pythonRepr(_ text: String) -> String {
    let quote: Unicode.Scalar = text.utf8.contains(0x27) && !text.utf8.contains(0x22) ? "\"" : "'"
    var result = String(quote)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\\": result += "\\\\"
        case quote: result += "\\\(quote)"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{a0}":
            result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + String(quote)
}
