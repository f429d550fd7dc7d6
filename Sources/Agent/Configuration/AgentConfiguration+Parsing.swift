import Host

extension AgentConfiguration {
    /// The settings that a file can have.
    enum Key: String, CaseIterable {
        case socket
        case users
        case group
        case fail2banSocket = "fail2ban_socket"
        case fail2banConfiguration = "fail2ban_config"
        case startCommand = "fail2ban_start_command"
        case auditHeads = "audit_heads"
    }

    /// Reads lines `key = value`; empty ones, and those that begin with `#`, are passed over.
    init(parsing text: String, path: String) throws(AgentConfigurationFault) {
        self.init()
        var seen: [Key: Int] = [:]
        let lines = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = Self.trimmed(line)
            guard let first = words.utf8.first, first != UInt8(ascii: "#") else { continue }
            do throws(LineFault) {
                let (key, value) = try Self.parts(words)
                if let before = seen[key] {
                    throw LineFault("“\(key.rawValue)” is on line \(before) already; keep one")
                }
                seen[key] = index + 1
                try set(key, value)
            } catch {
                throw AgentConfigurationFault(path: path, line: index + 1, words: error.words)
            }
        }
    }

    private static func parts(_ line: String) throws(LineFault) -> (Key, String) {
        guard let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) else {
            throw LineFault("a line is “key = value”; correct it, or begin it with #")
        }
        let name = trimmed(line.utf8[..<equals])
        guard let key = Key(rawValue: name) else {
            let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
            throw LineFault("there is no setting “\(name)”; there are: \(known)")
        }
        let value = trimmed(line.utf8[line.utf8.index(after: equals)...])
        guard !value.isEmpty else { throw LineFault("“\(name)” has no value; give one or remove the line") }
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw LineFault("“\(name)” holds a control character; remove it")
        }
        return (key, value)
    }

    private mutating func set(_ key: Key, _ value: String) throws(LineFault) {
        switch key {
        case .socket:
            socket = try Self.absolute(value)
            guard value.utf8.count <= 107 else { throw LineFault("the path of a socket has at most 107 bytes") }
        case .users: users = try Self.users(value)
        case .group:
            guard let number = SystemNames.group(value) else {
                throw LineFault("there is no group “\(value)” (getent group); make it: groupadd --system \(value)")
            }
            group = number
        case .fail2banSocket: fail2banSocket = try Self.absolute(value)
        case .fail2banConfiguration: fail2banConfiguration = try Self.absolute(value)
        case .startCommand: startCommand = try Self.command(value)
        case .auditHeads: auditHeads = try Self.absolute(value)
        }
    }

    private static func absolute(_ path: String) throws(LineFault) -> String {
        guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count < 4096 else {
            throw LineFault("a path begins with / here")
        }
        return path
    }

    private static func users(_ value: String) throws(LineFault) -> Set<UInt32> {
        var users: Set<UInt32> = []
        for word in value.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }) {
            let name = String(decoding: Array(word), as: UTF8.self)
            guard let number = SystemNames.user(name) else {
                throw LineFault(
                    "there is no user “\(name)” (getent passwd); make it: useradd --system --no-create-home \(name)")
            }
            users.insert(number)
        }
        return users
    }

    private static func command(_ value: String) throws(LineFault) -> [String] {
        let words: [String]
        do throws(ShellWords.Failure) {
            words = try ShellWords.split(value)
        } catch {
            throw LineFault("\(error)")
        }
        guard let program = words.first, program.utf8.first == UInt8(ascii: "/") else {
            throw LineFault("name the program with its path, such as /usr/bin/systemctl start fail2ban")
        }
        guard let isRootsAlone = SystemNames.isRootsAlone(program) else {
            throw LineFault("there is no program \(program)")
        }
        guard isRootsAlone else {
            throw LineFault("others than root may change \(program), which root would run; name another")
        }
        return words
    }

    private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
        return String(decoding: bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed(), as: UTF8.self)
    }

    private struct LineFault: Error {
        let words: String
        init(_ words: String) { self.words = words }
    }
}
