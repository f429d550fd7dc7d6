import Fail2ban
import Host

/// What may be banned. An id goes into the words that fail2ban's actions have root's shell run; fail2ban quotes it, and the
/// agent does not rely on that: an id with signs of the shell is banned only where the jail bans it already, which prolongs
/// what fail2ban itself began and runs nothing.
enum BanRules {
    static func refusal(of verb: BanVerb) -> HostError? {
        guard verb.ids.count <= AgentLimits.idsToRead else { return .notAllowed("Too many ids in one request.") }
        guard case .ban(let ids, _) = verb else { return nil }
        guard ids.count <= AgentLimits.idsToChange else { return .notAllowed("Too many ids in one request.") }
        return ids.contains(where: isEveryone) ? .notAllowed("Nobody bans everyone.") : nil
    }

    /// Why an id is refused that is neither an address nor a network and that the jail does not ban already: it goes into the
    /// words of actions, where a space or the name of a default route may be enough for harm.
    static let onlyByItself = HostError.notAllowed("An id that is no address is banned by fail2ban itself alone.")

    /// Whether it is an address or a network.
    static func isPlain(_ id: BanID) -> Bool {
        if case .raw = id { return false }
        return true
    }

    /// Whether it is a network of all addresses.
    static func isEveryone(_ id: BanID) -> Bool { id.network?.length == 0 }
}
