import Fail2ban
import Host

/// What may be banned. An id goes into the words that fail2ban's actions have root's shell run; fail2ban quotes it, and the
/// agent does not rely on that.
enum BanRules {
    static func refusal(of verb: BanVerb) -> HostError? {
        guard verb.ids.count <= AgentLimits.idsToRead else { return .notAllowed("Too many ids in one request.") }
        guard case .ban(let ids, _) = verb else { return nil }
        guard ids.count <= AgentLimits.idsToChange else { return .notAllowed("Too many ids in one request.") }
        for id in ids {
            if isEveryone(id) { return .notAllowed("Nobody bans everyone.") }
            if case .raw(let text) = id, !isPlain(text) {
                return .notAllowed("An id with such characters is banned by fail2ban itself alone.")
            }
        }
        return nil
    }

    /// Whether it is a network of all addresses.
    static func isEveryone(_ id: BanID) -> Bool { id.network?.length == 0 }

    /// Whether a shell would take the text for one plain word, or several: letters, digits, some signs, spaces, and all
    /// beyond ASCII; and no program would take it for an option.
    private static func isPlain(_ text: String) -> Bool {
        guard (1...512).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "-") else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
                true
            default: " .,:@_+-/=%".utf8.contains(byte)
            }
        }
    }
}
