import Pickle

/// What every reply is wrapped in: `(0, value)`, `(1, exception)`, a bare text `ERROR: …`, or `['SHUTDOWN']`.
enum Envelope {
    /// The value of a reply, or the daemon's refusal as an error.
    static func open(_ reply: PickleValue) throws(Fail2banError) -> PickleValue {
        switch reply {
        case .tuple(let parts) where parts.count == 2 && parts[0] == .int(0): return parts[1]
        case .tuple(let parts) where parts.count == 2 && parts[0] == .int(1): throw refusal(parts[1])
        case .list([.text("SHUTDOWN")]): throw Fail2banError.shuttingDown
        case .text(let text):
            let prefix = "ERROR: "
            let message = text.utf8.starts(with: prefix.utf8) ? String(text.dropFirst(prefix.count)) : text
            throw Fail2banError.refused(DaemonRefusal(exception: "", message: message))
        default: throw Fail2banError.malformedReply("neither a result nor an error")
        }
    }

    private static func refusal(_ value: PickleValue) -> Fail2banError {
        guard case .object(let exception) = value else {
            return .refused(DaemonRefusal(exception: "", message: value.display))
        }
        if exception.type.name == "UnknownJailException", case .text(let jail)? = exception.arguments.first {
            return .unknownJail(JailName(existing: jail))
        }
        let message = exception.arguments.map(\.display).joined(separator: ": ")
        return .refused(DaemonRefusal(exception: exception.type.name, message: message))
    }
}

extension PickleValue {
    /// A short text of the value for people.
    var display: String {
        switch self {
        case .none: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .int(let number): String(number)
        case .float(let number): String(number)
        case .text(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .list(let items), .tuple(let items): items.map(\.display).joined(separator: ", ")
        case .dictionary(let pairs): pairs.map { "\($0.key.display): \($0.value.display)" }.joined(separator: ", ")
        case .object(let object): "\(object.type.name)(\(object.arguments.map(\.display).joined(separator: ", ")))"
        case .classReference(let type): type.name
        }
    }
}
