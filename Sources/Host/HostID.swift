/// The name of a host; `local` until there is a fleet.
public struct HostID: Hashable, Sendable, CustomStringConvertible {
    /// The name, as database and API have it.
    public let text: String

    /// Takes a host's name as it is.
    public init(_ text: String) { self.text = text }

    /// The machine that the console runs on.
    public static let local = HostID("local")

    /// The name.
    public var description: String { text }
}
