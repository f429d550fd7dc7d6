public import Fail2ban
public import Host

/// A running jail's settings and what was changed of them at run time.
public struct JailDetail: Equatable, Sendable {
    /// What is in force.
    public var settings: JailSettings
    /// Changes made here that the next reload undoes, by the name of the setting.
    public var changes: [String: RuntimeChange]
    /// Why addresses are ignored, by the address, where someone said so.
    public var notes: [String: String]

    /// Takes each part as it is.
    public init(
        settings: JailSettings, changes: [String: RuntimeChange] = [:], notes: [String: String] = [:]
    ) {
        self.settings = settings
        self.changes = changes
        self.notes = notes
    }
}

/// A change that lasts until the next reload.
public struct RuntimeChange: Hashable, Sendable {
    /// Who made it.
    public var by: String
    /// When, in UTC epoch seconds.
    public var at: Int64
    /// The value before; nil where it is not known.
    public var before: String?
}

/// A jail that was stopped here.
public struct StoppedJail: Hashable, Sendable {
    /// The jail.
    public var name: JailName
    /// Who stopped it.
    public var by: String
    /// When, in UTC epoch seconds.
    public var at: Int64
}
