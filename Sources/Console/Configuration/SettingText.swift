internal import Fail2ban
internal import FoundationEssentials
internal import Host
internal import Storage

/// Reads the text of a setting by its kind.
enum SettingText {
    /// What is wrong with a text, and what would be right.
    struct Problem: Equatable {
        let problem: String
        let remedy: String
    }

    /// Nil where `text` is a value of the setting.
    static func problem(in text: String, of key: SettingKey, zones: TimeZoneNames) -> Problem? {
        let definition = SettingDefinition.of(key)
        if text.utf8.isEmpty, definition.standard.isEmpty, definition.kind != .secret { return nil }
        switch definition.kind {
        case .path: return pathProblem(text, key)
        case .paths: return pathsProblem(text, key)
        case .geoOrigins: return originsProblem(text)
        case .networks: return networksProblem(text)
        case .command: return commandProblem(text)
        case .timeZone:
            return expect(
                zones.contains(text), "is no time zone of this system",
                "write a name such as Europe/Berlin or UTC (package tzdata holds the names)")
        default: return simpleProblem(text, definition.kind)
        }
    }

    private static func simpleProblem(_ text: String, _ kind: SettingKind) -> Problem? {
        switch kind {
        case .listenAddress:
            expect(
                ListenAddress(text) != nil, "is no address and port",
                "write host:port such as 127.0.0.1:8080 or [::1]:8080")
        case .flag: expect(flag(text) != nil, "is neither true nor false", "write true or false")
        case .integer(let bounds):
            expect(
                integer(text, bounds) != nil, "is out of bounds",
                "write a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        case .choice(let words):
            expect(choice(text, words) != nil, "is not known", "write one of \(words.joined(separator: ", "))")
        case .origin:
            expect(
                PublicAddress(text) != nil, "is no address of a site",
                "write http:// or https:// and a host, and a plain path such as /bangui only where a proxy serves it there"
            )
        case .databaseAddress:
            expect(
                PostgreSQLAddress(text) != nil, "is no address of a PostgreSQL database",
                "write postgres://user:password@host:port/name, signs that an address has no room for as %XX")
        case .thresholds:
            expect(
                MapThresholds(text) != nil, "is no row of rising numbers",
                "write automatic, or up to \(MapThresholds.most) whole numbers such as 1,10,100,1000")
        case .moment: expect(moment(text) != nil, "is no moment", "write it as 2026-12-01T00:00:00Z")
        default:
            expect(
                !text.utf8.isEmpty, "is empty", "set at least 32 random bytes (openssl rand -hex 32) or leave it out")
        }
    }

    private static func expect(_ isRight: Bool, _ problem: String, _ remedy: String) -> Problem? {
        isRight ? nil : Problem(problem: problem, remedy: remedy)
    }

    private static func pathProblem(_ text: String, _ key: SettingKey) -> Problem? {
        if text.utf8.isEmpty { return Problem(problem: "is empty", remedy: "name a path or leave the setting out") }
        if text.utf8.contains(where: { $0 < 32 || $0 == 127 }) {
            return Problem(problem: "holds a control character", remedy: "name a path without")
        }
        // sun_path of unix(7) holds 108 bytes, the final NUL included.
        if key == .fail2banSocket || key == .agentSocket, text.utf8.count > 107 {
            return Problem(problem: "is too long for a socket", remedy: "name a path of at most 107 bytes")
        }
        return text.utf8.count > 4095
            ? Problem(problem: "is too long", remedy: "name a path of at most 4095 bytes") : nil
    }

    private static func pathsProblem(_ text: String, _ key: SettingKey) -> Problem? {
        for path in paths(text) {
            guard path.utf8.first == UInt8(ascii: "/") else {
                return Problem(
                    problem: "\"\(path)\" is no absolute path",
                    remedy: "write such as /var/lib/GeoIP/GeoLite2-Country.mmdb")
            }
            if let problem = pathProblem(path, key) { return problem }
        }
        return nil
    }

    private static func originsProblem(_ text: String) -> Problem? {
        // An address may hold a password: it is not said again.
        for (index, part) in paths(text).enumerated() where origin(part) == nil {
            return Problem(
                problem: "part \(index + 1) is no piece of geo data with an https address",
                remedy:
                    "write such as dbip-country=https://mirror.example.org/country-{month}.mmdb.gz, with commas between them"
            )
        }
        return nil
    }

    static func origins(_ text: String) -> [GeoPiece: String] {
        Dictionary(paths(text).compactMap(origin)) { first, _ in first }
    }

    private static func origin(_ part: String) -> (GeoPiece, String)? {
        let halves = part.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1).map {
            String(decoding: Array($0), as: UTF8.self)
        }
        guard halves.count == 2, let piece = GeoPiece(rawValue: halves[0]), halves[1].utf8.starts(with: "https://".utf8)
        else { return nil }
        return (piece, halves[1])
    }

    static func paths(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: ",")).map { part in
            let isSpace = { (byte: UInt8) in byte == 32 || byte == 9 }
            let kept = part.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
            return String(decoding: Array(kept), as: UTF8.self)
        }.filter { !$0.utf8.isEmpty }
    }

    private static func networksProblem(_ text: String) -> Problem? {
        for word in words(text) where IPNetwork(word) == nil {
            return Problem(
                problem: "\"\(word)\" is neither an address nor a CIDR", remedy: "write such as 192.0.2.7, 10.0.0.0/8")
        }
        return nil
    }

    private static func commandProblem(_ text: String) -> Problem? {
        do {
            return try ShellWords.split(text).isEmpty
                ? Problem(problem: "names no command", remedy: "leave it out or name one") : nil
        } catch {
            return Problem(problem: "\(error)", remedy: "quote the command as in a shell")
        }
    }

    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }

    static func integer(_ text: String, _ bounds: ClosedRange<Int>) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text).flatMap { bounds.contains($0) ? $0 : nil }
    }

    static func choice(_ text: String, _ words: [String]) -> String? {
        words.first { $0.lowercased() == text.lowercased() }
    }

    static func networks(_ text: String) -> [IPNetwork] { words(text).compactMap { IPNetwork($0) } }

    private static func words(_ text: String) -> [String] {
        text.utf8.split { $0 == 32 || $0 == 9 || $0 == UInt8(ascii: ",") }.map {
            String(decoding: Array($0), as: UTF8.self)
        }
    }

    /// Epoch seconds.
    static func moment(_ text: String) -> Int64? {
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        return Int64(date.timeIntervalSince1970)
    }
}
