import Pickle

// What replies are made of; each reader throws `malformedReply` for anything else.
extension PickleValue {
    func malformed(_ expected: String) -> Fail2banError { .malformedReply("expected \(expected)") }

    func text() throws(Fail2banError) -> String {
        guard case .text(let text) = self else { throw malformed("a text") }
        return text
    }

    /// A text, or nil for `None`, `False` and the empty text.
    func optionalText() throws(Fail2banError) -> String? {
        switch self {
        case .none, .bool(false), .text(""): nil
        default: display
        }
    }

    /// A whole number; a fraction of a second is cut off, as fail2ban's times can be floats.
    func number() throws(Fail2banError) -> Int64 {
        switch self {
        case .int(let number): return number
        case .bool(let flag): return flag ? 1 : 0
        case .float(let number):
            guard let whole = Int64(exactly: number.rounded(.down)) else { throw malformed("a number") }
            return whole
        default: throw malformed("a number")
        }
    }

    func optionalNumber() throws(Fail2banError) -> Int64? {
        if case .none = self { return nil }
        return try number()
    }

    func count() throws(Fail2banError) -> Int {
        guard case .int(let number) = self, let count = Int(exactly: number) else { throw malformed("a count") }
        return count
    }

    func flag() throws(Fail2banError) -> Bool {
        switch self {
        case .bool(let flag): return flag
        case .int(let number): return number != 0
        case .none: return false
        default: throw malformed("true or false")
        }
    }

    func items() throws(Fail2banError) -> [PickleValue] {
        switch self {
        case .list(let items), .tuple(let items): return items
        default: throw malformed("a list")
        }
    }

    func texts() throws(Fail2banError) -> [String] {
        let items = try items()
        var texts: [String] = []
        texts.reserveCapacity(items.count)
        for item in items { texts.append(try item.text()) }
        return texts
    }

    func banTime() throws(Fail2banError) -> BanTime {
        let number = try number()
        return number < 0 ? .permanent : .seconds(number)
    }

    /// The value beside a name in a list of pairs; nil when the name is not there.
    func value(named name: String) throws(Fail2banError) -> PickleValue? {
        for pair in try items() {
            let parts = try pair.items()
            if parts.count == 2, parts[0] == .text(name) { return parts[1] }
        }
        return nil
    }

    /// The value beside a name in a list of pairs.
    func required(_ name: String) throws(Fail2banError) -> PickleValue {
        guard let value = try value(named: name) else { throw malformed(name) }
        return value
    }
}
