import Pickle

extension Command where Reply == String? {
    /// The zone that the times of a jail's lines are taken for, such as `UTC+02:00`; nil where it is the daemon's own.
    public static func logTimeZone(of jail: JailName) -> Command {
        Command(["get", jail.text, "logtimezone"], refusal: jail.refusal) { value throws(Fail2banError) in
            try value.optionalText()
        }
    }
}

/// What of an action says where its bans are kept, and which ports it closes.
public enum ActionProperty: String, CaseIterable, Sendable {
    /// Plain words and names.
    case table, chain, name
    case tableFamily = "table_family"
    case addressSet = "addr_set"
    case addressSet6 = "addr_set?family=inet6"
    case ipset = "ipmset"
    case ipset6 = "ipmset?family=inet6"
    /// The words that run iptables.
    case iptables
    case ip6tables = "iptables?family=inet6"
    /// Names and numbers of ports, and protocols.
    case port, protocols = "protocol"
    /// Where in its way a packet meets the chain of an action for nftables, such as `input`.
    case chainHook = "chain_hook"
    /// Commands of the shell.
    case start = "actionstart", ban = "actionban"
}

extension Command where Reply == String {
    /// A property of an action of a jail; refused for an action that has none of the name.
    public static func property(_ property: ActionProperty, ofAction action: String, in jail: JailName) -> Command {
        Command(["get", jail.text, "action", action, property.rawValue], refusal: jail.refusal) {
            value throws(Fail2banError) in try value.text()
        }
    }
}

extension Command where Reply == Bool {
    /// Whether a jail reads the system's journal and no files; fail2ban 0.11.2 and later.
    public static func readsJournal(_ jail: JailName) -> Command {
        let refusal: Fail2banError? = jail.text.isEmpty || jail.text == "--all" ? .unreachableJail(jail) : nil
        return Command(["status", jail.text, "short"], refusal: refusal) { value throws(Fail2banError) in
            let filter = try value.required("Filter")
            return (try? filter.required("Journal matches")) != nil
        }
    }
}
