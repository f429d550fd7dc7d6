/// Where a jail's bans are kept by the firewall, as it is now: facts, without a judgement.
public struct JailFirewall: Hashable, Codable, Sendable {
    /// One for each action and family of addresses with bans; empty where no action is of a kind that is looked at.
    public var sets: [FirewallSet]

    /// Takes each part as it is.
    public init(sets: [FirewallSet] = []) { self.sets = sets }
}

/// A set or a chain of the firewall in which an action of fail2ban keeps bans.
public struct FirewallSet: Hashable, Codable, Sendable {
    /// What it is.
    public enum Kind: String, Hashable, Codable, Sendable {
        case set
        /// A chain of iptables with a rule for each ban.
        case chain
    }

    /// How it is there.
    public enum State: Hashable, Codable, Sendable {
        case there
        /// There is no such set or chain.
        case missing
        /// It is there, and no rule that packets come by looks at it or leads to it.
        case unused
        /// Nobody can tell, for this reason.
        case unknown(String)
    }

    /// The action.
    public var action: String
    /// Family, table and name, such as `inet f2b-table addr-set-sshd`, or the program in their place, such as
    /// `ip6tables filter f2b-sshd` and `ipset f2b-sshd`.
    public var name: String
    /// What it is; nil for a set, told by an agent that knows nothing else.
    public var kind: Kind?
    /// How it is there.
    public var state: State
    /// Bans of its family of addresses that the jail lists.
    public var listed: Int
    /// How many of them it does not hold.
    public var absent: Int
    /// Some of those.
    public var examples: [String]

    /// Takes each part as it is.
    public init(
        action: String, name: String, kind: Kind? = nil, state: State, listed: Int, absent: Int = 0,
        examples: [String] = []
    ) {
        self.action = action
        self.name = name
        self.kind = kind
        self.state = state
        self.listed = listed
        self.absent = absent
        self.examples = examples
    }
}
