/// Why data of places cannot be used.
public enum GeoDataError: Error, Equatable, Sendable {
    /// The file cannot be read, with the system's words.
    case unreadable(String)
    /// It is larger than this many bytes.
    case tooLarge(Int)
    /// A line is not of the format; the first line is 1.
    case malformed(line: Int)
    /// Ranges overlap, or do not come in the order of addresses.
    case order
    /// There are more values than can be told apart.
    case tooMany
    /// It is no database of the MaxMind format, in the words of its library.
    case database(String)
    /// It knows too little to be what it should be: how many of some hundred addresses all over the internet.
    case empty(Int)
}

extension GeoDataError: CustomStringConvertible {
    /// In words, for people.
    public var description: String {
        switch self {
        case .unreadable(let reason): "The file cannot be read: \(reason)."
        case .tooLarge(let limit): "The file has more than \(limit / 1_048_576) MiB."
        case .malformed(let line): "Line \(line) is not of the format that it should have."
        case .order: "Ranges of addresses overlap or are not in order."
        case .tooMany: "The file tells apart more countries or networks than there can be."
        case .empty(let count): "The file knows only \(count) of some hundred addresses all over the internet."
        case .database(let reason): "The file is no MaxMind database: \(reason)."
        }
    }
}
