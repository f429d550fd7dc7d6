public import Fail2ban

/// Where the person at the terminal comes from, as SSH tells the programs it starts.
///
/// `sudo` takes these words from the environment, so that the processes above this one are asked too, up to the one that
/// SSH itself started.
public enum VisitorAddress {
    /// The names that OpenSSH gives (ssh(1), ENVIRONMENT): the address of the other end is the first word of each.
    private static let names = ["SSH_CONNECTION", "SSH_CLIENT"]
    /// Processes between a shell and a command; more would be a loop.
    private static let depth = 64

    /// The address, from `environment` or else from the environment of a process above; nil where none tells.
    ///
    /// - Parameters:
    ///   - process: the process to begin with.
    ///   - root: the folder below which `proc` lies; for tests.
    public static func find(
        in environment: [String: String], process: Int32 = ProcessFacts.own().id, root: String = ""
    ) -> IPAddress? {
        for name in names {
            if let address = environment[name].flatMap(address) { return address }
        }
        var process = process
        for _ in 0..<depth {
            guard let parent = parent(of: process, root), parent > 1, parent != process else { return nil }
            process = parent
            let text = FileFacts.text("\(root)/proc/\(process)/environ", limit: 1 << 20) ?? ""
            for line in text.utf8.split(separator: 0) {
                for name in names where line.starts(with: (name + "=").utf8) {
                    let value = String(decoding: line.dropFirst(name.utf8.count + 1), as: UTF8.self)
                    if let address = address(value) { return address }
                }
            }
        }
        return nil
    }

    private static func address(_ value: String) -> IPAddress? {
        value.utf8.split(separator: 0x20).first.flatMap { word in
            // A link-local address is told with its interface.
            IPAddress(String(decoding: word.prefix { $0 != UInt8(ascii: "%") }, as: UTF8.self))
        }
    }

    /// The second field after the name in parentheses, which can hold anything (proc(5), stat).
    private static func parent(of process: Int32, _ root: String) -> Int32? {
        guard let text = FileFacts.text("\(root)/proc/\(process)/stat") else { return nil }
        let bytes = Array(text.utf8)
        guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = bytes[(end + 1)...].split(separator: 0x20)
        return fields.count > 1 ? Int32(String(decoding: fields[1], as: UTF8.self)) : nil
    }
}
