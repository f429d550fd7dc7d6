#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The daemon's own settings as its files have them, for the time when it is down: `fail2ban.conf`, `fail2ban.d/*.conf`,
/// `fail2ban.local` and `fail2ban.d/*.local`, of which the later ones win (jail.conf(5)).
struct DaemonConfiguration {
    private let folder: String

    init(_ folder: String) { self.folder = folder }

    /// A setting of `[Definition]`, or of `[DEFAULT]` where that has none, as in the file that comes with fail2ban; nil where it is
    /// in neither, and where it is made of others.
    func value(of key: String) -> String? {
        var values: [String: String] = [:]
        for ending in [".conf", ".local"] {
            for path in ["\(folder)/fail2ban\(ending)"] + parts(ending) {
                guard let text = SystemFile.text(path) else { continue }
                values.merge(Self.values(of: key, in: text)) { $1 }
            }
        }
        let value = values["Definition"] ?? values["DEFAULT"]
        return value.flatMap { $0.utf8.contains(UInt8(ascii: "%")) ? nil : $0 }
    }

    private func parts(_ ending: String) -> [String] {
        guard let stream = opendir(folder + "/fail2ban.d") else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.utf8.reversed().starts(with: ending.utf8.reversed()) { names.append(name) }
        }
        return names.sorted().map { "\(folder)/fail2ban.d/\($0)" }
    }

    /// What a file sets it to, by section.
    private static func values(of key: String, in text: String) -> [String: String] {
        var section = ""
        var values: [String: String] = [:]
        for line in text.utf8.split(separator: 0x0a) {
            let words = Self.trimmed(line)
            if words.first == UInt8(ascii: "["), words.last == UInt8(ascii: "]") {
                section = String(decoding: words.dropFirst().dropLast(), as: UTF8.self)
            }
            guard let equals = words.firstIndex(of: UInt8(ascii: "=")),
                Self.trimmed(words[..<equals]).elementsEqual(key.utf8)
            else { continue }
            values[section] = String(decoding: Self.trimmed(words[words.index(after: equals)...]), as: UTF8.self)
        }
        return values
    }

    private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
        let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 || $0 == 13 }
        return Array(Array(bytes.drop(while: isSpace)).reversed().drop(while: isSpace).reversed())
    }
}
