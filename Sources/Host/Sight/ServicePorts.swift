/// Where a jail's service listens, and which ports the jail's actions close: facts, without a judgement.
public struct ServicePorts: Hashable, Codable, Sendable {
    /// The program that listens, such as `sshd`.
    public var program: String
    /// The TCP ports on which others than this machine reach it, in order.
    public var listening: [Int]
    /// The TCP ports that the actions close.
    public var closed: [ClosedRange<Int>]
    /// The same as the actions name it, such as `ssh,2222`.
    public var setting: String
    /// Whether another program listens on a port that is closed.
    public var isTaken: Bool
    /// Whether it is reached by its own ports alone, as one to which nothing hands on.
    public var isReachedAlone: Bool

    /// Takes each part as it is.
    public init(
        program: String, listening: [Int], closed: [ClosedRange<Int>], setting: String, isTaken: Bool = false,
        isReachedAlone: Bool = true
    ) {
        self.program = program
        self.listening = listening
        self.closed = closed
        self.setting = setting
        self.isTaken = isTaken
        self.isReachedAlone = isReachedAlone
    }
}

/// A service that jails are commonly made for.
struct KnownService: Sendable {
    /// Words of a jail's name that say that it guards it.
    let words: Set<String>
    /// Its processes, as the kernel calls them.
    let programs: Set<String>
    /// What the path of its program has in it, where the name alone could be another's.
    var path: String?
    /// Whether nothing stands in front of it and hands on: a proxy's ports are not its own.
    var isReachedAlone = false

    private static let all = [
        KnownService(words: ["sshd", "ssh", "openssh"], programs: ["sshd"], isReachedAlone: true),
        KnownService(words: ["dropbear"], programs: ["dropbear"], isReachedAlone: true),
        KnownService(words: ["vsftpd"], programs: ["vsftpd"], isReachedAlone: true),
        KnownService(words: ["proftpd"], programs: ["proftpd"], isReachedAlone: true),
        KnownService(words: ["pure"], programs: ["pure-ftpd"], isReachedAlone: true),
        KnownService(words: ["postfix"], programs: ["master"], path: "postfix"),
        KnownService(words: ["exim", "exim4"], programs: ["exim", "exim4"]),
        KnownService(words: ["dovecot"], programs: ["dovecot"]),
        KnownService(words: ["nginx"], programs: ["nginx"]),
        KnownService(words: ["apache", "apache2", "httpd"], programs: ["apache2", "httpd"]),
        KnownService(words: ["lighttpd"], programs: ["lighttpd"]),
        KnownService(words: ["haproxy"], programs: ["haproxy"]),
        KnownService(words: ["squid"], programs: ["squid"]),
        KnownService(words: ["named", "bind9"], programs: ["named"]),
        KnownService(words: ["mysqld", "mysql", "mariadb"], programs: ["mysqld", "mariadbd"]),
        KnownService(words: ["asterisk"], programs: ["asterisk"]),
    ]

    /// The service that a jail is made for by its name; nil where the name tells of none.
    static func of(jail: String) -> KnownService? {
        let words = jail.utf8.split { "-_.".utf8.contains($0) }.map { String(decoding: $0, as: UTF8.self).lowercased() }
        for word in words {
            if let service = all.first(where: { $0.words.contains(word) }) { return service }
        }
        return nil
    }
}

/// Names of ports, as the firewall reads them.
struct PortNames: Sendable {
    private let ports: [String: Int]

    /// Takes the text of `/etc/services`: names, each with a number and a protocol, and more names.
    init(services: String) {
        var ports: [String: Int] = [:]
        for line in services.utf8.split(separator: 0x0a) {
            let words = line.prefix { $0 != UInt8(ascii: "#") }.split { $0 == 32 || $0 == 9 }
            guard words.count > 1 else { continue }
            let number = words[1].split(separator: UInt8(ascii: "/"))
            guard number.count == 2, number[1].elementsEqual("tcp".utf8), let port = Self.number(number[0]) else {
                continue
            }
            for name in [words[0]] + words[2...] { ports[String(decoding: name, as: UTF8.self)] = port }
        }
        self.ports = ports
    }

    /// The ports in a setting such as `ssh,2222` or `0:65535`; nil where one is not known.
    func ranges(_ setting: String) -> [ClosedRange<Int>]? {
        var ranges: [ClosedRange<Int>] = []
        for part in setting.utf8.split(whereSeparator: { ", \t\n".utf8.contains($0) }) {
            let text = String(decoding: part, as: UTF8.self)
            // A name may have a hyphen in it too.
            if let port = ports[text] {
                ranges.append(port...port)
                continue
            }
            let ends = part.split { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-") }.map(port)
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last else {
                return nil
            }
            ranges.append(first...last)
        }
        return ranges.isEmpty ? nil : ranges
    }

    private func port(_ bytes: Substring.UTF8View) -> Int? {
        Self.number(bytes) ?? ports[String(decoding: bytes, as: UTF8.self)]
    }

    private static func number(_ bytes: Substring.UTF8View) -> Int? {
        Int(String(decoding: bytes, as: UTF8.self)).flatMap { (0...65_535).contains($0) ? $0 : nil }
    }
}
