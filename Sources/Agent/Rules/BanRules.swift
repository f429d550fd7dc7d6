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

    /// Why an id is refused that no shell would take for plain words and that the jail does not ban already.
    static let onlyByItself = HostError.notAllowed("An id with such characters is banned by fail2ban itself alone.")

    /// Whether it is an address, a network, or a text that no shell would take for anything but plain words.
    static func isPlain(_ id: BanID) -> Bool {
        guard case .raw(let text) = id else { return true }
        return isPlain(text)
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
