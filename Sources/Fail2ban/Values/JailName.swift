/// The name of a jail. Any name that fail2ban has can be read; new ones are held to a safe alphabet.
public struct JailName: Hashable, Sendable {
    /// The name, as fail2ban knows it.
    public let text: String

    /// Takes the name of a jail that exists; fail2ban accepts any text.
    public init(existing text: String) {
        self.text = text
    }

    /// Takes a name for a new jail: 1 to 64 of `A-Z a-z 0-9 _ . -`, and none that fail2ban reads as a keyword.
    public init(new text: String) throws(JailNameError) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else {
            throw JailNameError.notAllowed(text)
        }
        guard !Self.keywords.contains(text), text != "DEFAULT", text != "INCLUDES" else {
            throw JailNameError.reserved(text)
        }
        self.text = text
    }

    /// Whether `get` and `set` reach the jail: fail2ban takes these names for its own settings first.
    public var isReachable: Bool { !Self.keywords.contains(text) && text != "--all" }

    /// Whether `fail2ban-client` takes the name as an argument, as it has to for a start or a reload: one that begins with
    /// `-` is an option to it.
    public var isArgument: Bool { text.utf8.first != UInt8(ascii: "-") }

    /// Words that follow `get` or `set` with a meaning of their own (fail2ban `server/transmitter.py`).
    static let keywords: Set<String> = [
        "loglevel", "logtarget", "syslogsocket", "thread", "dbfile", "dbmaxmatches", "dbpurgeage", "allowipv6",
    ]

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// Why a new jail cannot have a name.
public enum JailNameError: Error, Equatable, Sendable {
    case notAllowed(String)
    case reserved(String)
}

extension JailName: Comparable, CustomStringConvertible {
    /// The order of their texts.
    public static func < (left: JailName, right: JailName) -> Bool { left.text < right.text }
    /// The name.
    public var description: String { text }
}
