import Fail2ban

/// The rules of the table `filter`, as `iptables -S` prints them.
struct FilterRules {
    /// One rule.
    struct Rule {
        var chain: String
        /// The chain or verdict that it leads to.
        var target: String?
        /// Whom it is for; nil for everyone, and for all but someone.
        var source: IPNetwork?
        /// The sets that it looks at.
        var sets: [String] = []
    }

    /// Where packets come in.
    static let beginnings: Set<String> = ["INPUT", "FORWARD", "OUTPUT"]
    /// Verdicts that keep nobody out.
    private static let harmless: Set<String> = ["ACCEPT", "RETURN", "LOG", "NFLOG"]

    private(set) var rules: [Rule] = []
    /// The chains that somebody made.
    private(set) var chains: Set<String> = []

    init(_ text: String) {
        for words in text.utf8.split(separator: 0x0a).map(Self.words) {
            if words.count == 2, words[0] == "-N" { chains.insert(words[1]) }
            if let rule = Self.rule(words) { rules.append(rule) }
        }
    }

    /// The addresses and networks that a chain keeps out, or leads elsewhere.
    func bans(in chain: String) -> [IPNetwork] {
        rules.compactMap { rule in
            guard rule.chain == chain, let target = rule.target, !Self.harmless.contains(target) else { return nil }
            return rule.source
        }
    }

    /// Whether packets come to a chain.
    func reach(_ chain: String) -> Bool { reached.contains(chain) }

    /// Whether packets come by a rule that looks at a set and keeps out who is in it.
    func look(at set: String) -> Bool {
        let reached = reached
        return rules.contains { rule in
            rule.sets.contains(set) && reached.contains(rule.chain)
                && rule.target.map { !Self.harmless.contains($0) } ?? false
        }
    }

    private var reached: Set<String> {
        let ways = Dictionary(grouping: rules, by: \.chain)
        var (reached, next) = (Self.beginnings, Array(Self.beginnings))
        while let chain = next.popLast() {
            for target in (ways[chain] ?? []).compactMap(\.target) where reached.insert(target).inserted {
                next.append(target)
            }
        }
        return reached
    }

    private static func rule(_ words: [String]) -> Rule? {
        guard words.count > 2, words[0] == "-A" else { return nil }
        var rule = Rule(chain: words[1])
        for index in words.indices.dropFirst(2) where index + 1 < words.count {
            let next = words[index + 1]
            let isNegated = words[index - 1] == "!"
            switch words[index] {
            case "-s" where !isNegated: rule.source = IPNetwork(next)
            case "-j", "-g": rule.target = next
            case "--match-set" where !isNegated: rule.sets.append(next)
            default: break
            }
        }
        return rule
    }

    /// The words of a line; one in quotes may have blanks in it.
    static func words(_ line: Substring.UTF8View) -> [String] {
        var (words, word, isOpen, isQuoted, isEscaped): ([String], [UInt8], Bool, Bool, Bool) = (
            [], [], false, false, false
        )
        for byte in line {
            switch byte {
            case _ where isEscaped:
                word.append(byte)
                isEscaped = false
            case UInt8(ascii: "\\") where isQuoted: isEscaped = true
            case UInt8(ascii: "\""): (isQuoted, isOpen) = (!isQuoted, true)
            case 32 where !isQuoted:
                if isOpen { words.append(String(decoding: word, as: UTF8.self)) }
                (word, isOpen) = ([], false)
            default:
                word.append(byte)
                isOpen = true
            }
        }
        return isOpen ? words + [String(decoding: word, as: UTF8.self)] : words
    }
}
