import Fail2ban

/// What the program `nft` tells of one set; it changes nothing.
struct NFTables: Sendable {
    /// The set of one action for one family of addresses.
    struct Place: Hashable, Sendable {
        var family: String
        var table: String
        var chain: String
        var set: String
        var name: String { "\(family) \(table) \(set)" }

        /// Takes names that are just that; nil where one could be taken for something else.
        init?(family: String, table: String, chain: String, set: String) {
            guard ["inet", "ip", "ip6", "bridge", "arp", "netdev"].contains(family),
                [table, chain, set].allSatisfy({ FirewallPlace.isName($0) })
            else { return nil }
            (self.family, self.table, self.chain, self.set) = (family, table, chain, set)
        }
    }

    private static let absence = ["No such file or directory"]
    private let program: FirewallProgram

    /// The firewall of the network that a process lives in; nil where there is no program for it.
    init?(ofProcess process: Int32?) {
        guard let program = FirewallProgram("nft", ofProcess: process) else { return nil }
        self.program = program
    }

    /// Looks at a set, and whether a rule of its chain uses it; with `terse` not at what it holds.
    func look(at place: Place, terse: Bool) async -> FirewallHolding {
        let set = await run((terse ? ["--terse"] : []) + ["list", "set", place.family, place.table, place.set])
        let text: String
        switch set {
        case .success(let listing): text = listing
        case .failure(let fault): return FirewallHolding(state: fault.state)
        }
        switch await run(["list", "chain", place.family, place.table, place.chain]) {
        case .success(let rules):
            guard Self.uses(rules, set: place.set) else { return FirewallHolding(state: .unused) }
        case .failure(let fault):
            return FirewallHolding(state: fault.state == .missing ? .unused : fault.state)
        }
        return FirewallHolding(holding: Self.elements(in: text))
    }

    /// Whether a rule of a chain that packets pass looks at a set.
    static func uses(_ rules: String, set: String) -> Bool {
        let lines = rules.utf8.split(separator: 0x0a)
        let isPassed = lines.contains { String(decoding: $0, as: UTF8.self).contains(" hook ") }
        return isPassed
            && lines.contains { line in
                line.split { $0 == 32 || $0 == 9 }.contains { $0.elementsEqual("@\(set)".utf8) }
            }
    }

    /// The addresses and networks of `elements = { … }`.
    static func elements(in text: String) -> [IPNetwork] {
        let bytes = Array(text.utf8)
        let mark = Array("elements = {".utf8)
        guard let start = bytes.indices.first(where: { bytes[$0] == mark[0] && bytes[$0...].starts(with: mark) }),
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "}"))
        else { return [] }
        return bytes[(start + mark.count)..<end].split(separator: UInt8(ascii: ",")).compactMap { element in
            element.split { $0 == 32 || $0 == 9 || $0 == 0x0a }.first.flatMap {
                IPNetwork(String(decoding: $0, as: UTF8.self))
            }
        }
    }

    private func run(_ arguments: [String]) async -> Result<String, FirewallFault> {
        await program.run(arguments, absent: Self.absence)
    }
}
