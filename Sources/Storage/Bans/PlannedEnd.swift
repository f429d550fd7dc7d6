/// An end that BanGUI planned for a ban in place of fail2ban's own.
public struct PlannedEnd: Hashable, Sendable {
    /// The host.
    public var host: String
    /// The jail.
    public var jail: String
    /// The ban's id in its text form.
    public var id: String
    /// When it is to end (UTC epoch seconds); nil for never.
    public var endsAt: Int64?
    /// The id of the operation that planned it.
    public var operationID: String
    /// When it was planned (UTC epoch seconds).
    public var createdAt: Int64

    /// Makes a planned end of its parts.
    public init(host: String, jail: String, id: String, endsAt: Int64?, operationID: String, createdAt: Int64) {
        self.host = host
        self.jail = jail
        self.id = id
        self.endsAt = endsAt
        self.operationID = operationID
        self.createdAt = createdAt
    }
}
