public import Fail2ban
internal import Storage

/// Who does something, and from where.
public struct Author: Hashable, Sendable {
    /// The way in.
    public enum Origin: String, Sendable {
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

    /// Takes each part as it is.
    public init(userID: Int64? = nil, name: String, origin: Origin, address: IPAddress? = nil) {
        self.userID = userID
        self.name = name
        self.origin = origin
        self.address = address
    }
}

extension Author {
    /// BanGUI itself.
    static let bangui = Author(name: "BanGUI", origin: .bangui)

    /// Who did an operation, as it is on record.
    init(_ operation: Operation) {
        self.init(
            userID: operation.actorID, name: operation.actorName, origin: Origin(rawValue: operation.origin) ?? .bangui,
            address: operation.address.flatMap { IPAddress($0) })
    }
}
