import Fail2ban

/// What the programs `iptables` and `ipset` tell of the chain or set in which an action keeps bans; they change nothing.
///
/// fail2ban's actions lay a chain `f2b-…` with a rule for each ban, and lead to it from `INPUT` or the chain that the action
/// names; those with `ipset` keep bans in a set, which one rule there looks at.
struct IPTables: Sendable {
    /// What keeps bans.
    enum Keeper: Hashable, Sendable { case chain, set }

    /// Where one action keeps the bans of one family of addresses.
    struct Place: Hashable, Sendable {
        let keeper: Keeper
        /// The chain or the set.
        let name: String
        /// The chain in which a rule leads to it.
        let hook: String
        /// The action's program, such as `iptables` or `ip6tables-legacy`.
        let program: String

        /// Takes names that are just that, of programs that are known; nil for any other.
        init?(keeper: Keeper, name: String, hook: String, program: String) {
            guard FirewallPlace.isName(name, longest: 32), FirewallPlace.isName(hook, longest: 32),
                IPTables.programs.contains(program)
            else { return nil }
            (self.keeper, self.name, self.hook, self.program) = (keeper, name, hook, program)
        }

        /// As a person would look for it.
        var title: String { keeper == .set ? "ipset \(name)" : "\(program) filter \(name)" }
    }

    /// The programs that actions may name: those of the package, which are also called by their variant.
    static let programs: Set<String> = Set(
        ["iptables", "ip6tables"].flatMap { name in ["", "-nft", "-legacy"].map { name + $0 } })

    private static let absence = [
        "No chain/target/match by that name", "does not exist", "The set with the given name does not exist",
    ]
    private let process: Int32?

    /// The firewall of the network that a process lives in.
    init(ofProcess process: Int32?) { self.process = process }

    /// Looks at a chain or a set, and whether packets come by it; with `terse` not at what it holds. Nil where there is no
    /// program for it.
    func look(at place: Place, terse: Bool) async -> FirewallHolding? {
        let variants = variants(of: place.program)
        guard let usual = variants.first else { return nil }
        switch place.keeper {
        case .set:
            guard let ipset = FirewallProgram("ipset", ofProcess: process) else { return nil }
            let words = terse ? ["list", place.name, "-terse"] : ["save", place.name]
            switch await ipset.run(words, absent: Self.absence) {
            case .failure(let fault): return FirewallHolding(state: fault.state)
            case .success(let text):
                var state = FirewallSet.State.unused
                for program in variants where state != .there {
                    let its = await use(of: place, by: program)
                    // What another variant cannot tell says nothing where the usual one can.
                    if its == .there || program.name == usual.name || its != .unused && program.isLegacy { state = its }
                }
                if case .unknown = state { state = await Self.state(by: references(to: place, ipset)) ?? state }
                guard state == .there else { return FirewallHolding(state: state) }
                var holding = FirewallHolding(holding: Self.members(in: text))
                holding.splitsNetworks = true
                return holding
            }
        case .chain:
            var state = FirewallSet.State.missing
            for program in variants {
                let holding = await look(atChain: place, by: program, terse: terse)
                switch holding.state {
                case .there, .unused: return holding
                case .missing: continue
                case .unknown: if program.name == usual.name || program.isLegacy { state = holding.state }
                }
            }
            return FirewallHolding(state: state)
        }
    }

    private func look(atChain place: Place, by program: FirewallProgram, terse: Bool) async -> FirewallHolding {
        let text: String
        switch await list([place.name] + (terse ? ["1"] : []), by: program) {
        case .success(let rules): text = rules
        case .failure(let fault):
            // Some versions say of a chain that is not there that it is of another's kind.
            guard fault.state != .missing, case .success(let all) = await list([], by: program),
                !FilterRules(all).chains.contains(place.name)
            else { return FirewallHolding(state: fault.state) }
            return FirewallHolding(state: .missing)
        }
        var state = await use(of: place, by: program)
        if case .unknown = state, case .success(let listing) = await run(["-n", "-L", place.name], by: program) {
            state = Self.state(by: Self.number(before: " references)", in: listing)) ?? state
        }
        guard state == .there else { return FirewallHolding(state: state) }
        return FirewallHolding(holding: FilterRules(text).bans(in: place.name))
    }

    /// Whether packets come by it.
    private func use(of place: Place, by program: FirewallProgram) async -> FirewallSet.State {
        // Most have the rule where the action put it; all rules of a machine may be many.
        for words in FilterRules.beginnings.contains(place.hook) ? [[place.hook], []] : [[]] {
            switch await list(words, by: program) {
            case .success(let text):
                let rules = FilterRules(text)
                let isUsed = place.keeper == .chain ? rules.reach(place.name) : rules.look(at: place.name)
                if isUsed { return .there }
            case .failure(let fault): return fault.state == .missing ? .unused : fault.state
            }
        }
        return .unused
    }

    private func list(_ words: [String], by program: FirewallProgram) async -> Result<String, FirewallFault> {
        await run(["-S"] + words, by: program)
    }

    private func run(_ words: [String], by program: FirewallProgram) async -> Result<String, FirewallFault> {
        await program.run(["-w", "3"] + words, absent: Self.absence)
    }

    /// How many rules look at a set. Where one rule of a chain looks at any set, to list its rules takes raw sockets, which not
    /// everyone has who may list chains and sets.
    private func references(to place: Place, _ ipset: FirewallProgram) async -> Int? {
        guard case .success(let listing) = await ipset.run(["list", place.name, "-terse"], absent: Self.absence) else {
            return nil
        }
        return Self.number(after: "References: ", in: listing)
    }

    private static func state(by references: Int?) -> FirewallSet.State? {
        references.map { $0 > 0 ? .there : .unused }
    }

    /// The number at the end of the first line that begins with some words.
    static func number(after words: String, in text: String) -> Int? {
        text.utf8.split(separator: 0x0a).first { $0.starts(with: words.utf8) }
            .flatMap { Int(String(decoding: $0.dropFirst(words.utf8.count), as: UTF8.self)) }
    }

    /// The number before some words at the end of the first line that ends with them, as in `Chain f2b-sshd (1 references)`.
    static func number(before words: String, in text: String) -> Int? {
        text.utf8.split(separator: 0x0a).first { $0.reversed().starts(with: words.utf8.reversed()) }
            .flatMap { line in
                line.dropLast(words.utf8.count).split(separator: UInt8(ascii: "(")).last
                    .flatMap { Int(String(decoding: $0, as: UTF8.self)) }
            }
    }

    /// The program that an action names, and those of its package that work on other tables of the kernel: fail2ban may live
    /// in a container with another variant. Legacy tables are looked at only where there are some, since a look makes them.
    private func variants(of program: String) -> [FirewallProgram] {
        let family = program.utf8.starts(with: "ip6".utf8) ? "ip6tables" : "iptables"
        var names = [program]
        if hasLegacyTable(family == "ip6tables" ? "ip6_tables_names" : "ip_tables_names") {
            names.append(family + "-legacy")
        }
        names.append(family + "-nft")
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }.compactMap { FirewallProgram($0, ofProcess: process) }
    }

    private func hasLegacyTable(_ names: String) -> Bool {
        let text = SystemFile.text("/proc/\(process.map { "\($0)" } ?? "self")/net/\(names)") ?? ""
        return text.utf8.split(separator: 0x0a).contains { $0.elementsEqual("filter".utf8) }
    }

    /// The addresses and networks of the lines `add SET ADDRESS …` of `ipset save`.
    static func members(in text: String) -> [IPNetwork] {
        text.utf8.split(separator: 0x0a).compactMap { line in
            let words = line.split(separator: 32, maxSplits: 3)
            guard words.count > 2, words[0].elementsEqual("add".utf8) else { return nil }
            return IPNetwork(String(decoding: words[2], as: UTF8.self))
        }
    }

    /// Where the command of an action puts a banned address; nil for a command of another kind.
    static func keeper(in command: String) -> (keeper: Keeper, name: String)? {
        let words = command.utf8.split { $0 == 32 || $0 == 9 || $0 == 0x0a }.map { String(decoding: $0, as: UTF8.self) }
        func word(after names: Set<String>) -> (word: String, index: Int)? {
            guard let index = words.firstIndex(where: names.contains), index + 1 < words.count else { return nil }
            return (words[index + 1], index + 1)
        }
        if words.first == "ipset", let (name, index) = word(after: ["add", "--add"]) {
            return index + 1 < words.count && words[index + 1] == "<ip>" ? (.set, name) : nil
        }
        guard let first = words.first, first == "<iptables>" || programs.contains(first), words.contains("-s"),
            words.contains("<ip>"),
            let (name, _) = word(after: ["-I", "-A", "--insert", "--append"])
        else { return nil }
        return (.chain, name)
    }

    /// The program in the word that actions have for it, such as `ip6tables -w`; nil for one with other options.
    static func program(in words: String) -> String? {
        let words = words.utf8.split(separator: 32).map { String(decoding: $0, as: UTF8.self) }
        guard let first = words.first,
            words.dropFirst().allSatisfy({ ["-w", "--wait", "<lockingopt>"].contains($0) || Int($0) != nil })
        else { return nil }
        return first.utf8.split(separator: 0x2f).last.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension FirewallProgram {
    fileprivate var isLegacy: Bool { name.hasSuffix("-legacy") }
}
