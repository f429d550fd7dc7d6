/// A JSON value that is made at run time, such as a part of the description of the API; members keep their order.
indirect enum JSONTree: Sendable {
    case object([(name: String, value: JSONTree)])
    case list([JSONTree])
    case text(String)
    case integer(Int64)
    case flag(Bool)
    case null

    /// The member of an object; nil where there is none. Setting nil takes it away.
    subscript(_ name: String) -> JSONTree? {
        get {
            guard case .object(let members) = self else { return nil }
            return members.first { $0.name == name }?.value
        }
        set {
            guard case .object(var members) = self else { return }
            let place = members.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): return
            }
            self = .object(members)
        }
    }

    /// Writes the value.
    func write(to json: inout JSONWriter) {
        switch self {
        case .object(let members):
            json.object { json in
                for member in members { json.member(member.name) { member.value.write(to: &$0) } }
            }
        case .list(let values): json.list(values) { $1.write(to: &$0) }
        case .text(let text): json.string(text)
        case .integer(let number): json.integer(number)
        case .flag(let value): json.flag(value)
        case .null: json.null()
        }
    }
}

extension JSONTree: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
    init(dictionaryLiteral members: (String, JSONTree)...) { self = .object(members.map { ($0.0, $0.1) }) }
    init(arrayLiteral values: JSONTree...) { self = .list(values) }
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int64) { self = .integer(number) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
}
