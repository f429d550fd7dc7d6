extension BanTimeError: CustomStringConvertible {
    /// What is wrong and what would be right, for a person.
    public var description: String {
        let example = "write one such as 10m, 1h 30m, 7d, or -1 for ever"
        return switch self {
        case .empty: "No duration is given; \(example)."
        case .expectedNumber(let text): "“\(text)” does not begin with a whole number; \(example)."
        case .unknownUnit(let unit): "“\(unit)” is no unit of time; \(example)."
        case .tooShort: "A duration has at least one second."
        case .tooLong: "A duration has at most 100 years; write -1 for ever."
        }
    }
}
