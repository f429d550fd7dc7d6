public import Fail2ban
internal import Storage

/// Who does something, and from where.
public struct Author: Hashable, Sendable {
    /// The way in.
    public enum Origin: String, CaseIterable, Sendable {
        case web, api, cli
        /// BanGUI itself, keeping a promise.
        case bangui
    }

    /// The user's id; nil on the command line and for BanGUI itself.
    public var userID: Int64?
    /// The user's name; on the command line the system user's.
    public var name: String
    /// The way in.
    public var origin: Origin
    /// The client's address; nil where there is none.
    public var address: IPAddress?
    /// The name of the user's token by which a program came in; nil without one.
    public var token: String?

    /// Takes each part as it is.
    public init(
        userID: Int64? = nil, name: String, origin: Origin, address: IPAddress? = nil, token: String? = nil
    ) {
        self.userID = userID
        self.name = name
        self.origin = origin
        self.address = address
        self.token = token
    }

    /// The way in, as it is put on record.
    var wayIn: WayIn { WayIn(word: origin.rawValue, token: token) }
}

/// The way in of what is on record: `web`, `cli`, `bangui`, `api`, or `api:NAME` by the token of that name.
public struct WayIn: Hashable, Sendable {
    /// A word of `Author.Origin`, unless someone tampered with the record.
    public let word: String
    /// The name that the token had; nil without one.
    public let token: String?

    init(word: String, token: String?) {
        self.word = word
        self.token = token
    }

    /// Reads what is on record.
    public init(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].elementsEqual(Author.Origin.api.rawValue.utf8) else {
            self.init(word: text, token: nil)
            return
        }
        self.init(word: Author.Origin.api.rawValue, token: String(decoding: Array(parts[1]), as: UTF8.self))
    }

    /// As it is put on record.
    public var recorded: String { token.map { "\(word):\($0)" } ?? word }
}

extension Author {
    /// BanGUI itself.
    static let bangui = Author(name: "BanGUI", origin: .bangui)

    /// Who did an operation, as it is on record.
    init(_ operation: Operation) {
        let wayIn = WayIn(operation.origin)
        self.init(
            userID: operation.actorID, name: operation.actorName, origin: Origin(rawValue: wayIn.word) ?? .bangui,
            address: operation.address.flatMap { IPAddress($0) }, token: wayIn.token)
    }
}
