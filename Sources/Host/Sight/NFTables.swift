import Fail2ban

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

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
                [table, chain, set].allSatisfy(Self.isName)
            else { return nil }
            (self.family, self.table, self.chain, self.set) = (family, table, chain, set)
        }

        private static func isName(_ text: String) -> Bool {
            guard let first = text.utf8.first, (65...90).contains(first) || (97...122).contains(first) else {
                return false
            }
            return text.utf8.count <= 128
                && text.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                        || "-_.".utf8.contains(byte)
                }
        }
    }

    /// What a set holds.
    struct Holding: Sendable {
        var state: FirewallSet.State
        var networks: Set<IPNetwork> = []
        /// Those of them that are more than one address.
        var wide: [IPNetwork] = []

        func holds(_ network: IPNetwork) -> Bool {
            networks.contains(network) || wide.contains { $0.length <= network.length && $0.contains(network.first) }
        }
    }

    private static let programs = ["/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft"]
    private static let doors = ["/usr/bin/nsenter", "/bin/nsenter"]
    private static let patience = Duration.seconds(5)
    private let words: [String]

    /// The firewall of the network that a process lives in; nil where there is no program for it.
    init?(ofProcess process: Int32?) {
        guard let program = Self.programs.first(where: { access($0, X_OK) == 0 }) else { return nil }
        guard let process, let its = Self.network(of: "\(process)"), let own = Self.network(of: "self"), its != own
        else {
            words = [program]
            return
        }
        guard let door = Self.doors.first(where: { access($0, X_OK) == 0 }) else { return nil }
        words = [door, "--net=/proc/\(process)/ns/net", program]
    }

    private static func network(of process: String) -> UInt64? {
        var status = stat()
        return stat("/proc/\(process)/ns/net", &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// Looks at a set, and whether a rule of its chain uses it; with `terse` not at what it holds.
    func look(at place: Place, terse: Bool) async -> Holding {
        let set = await run((terse ? ["--terse"] : []) + ["list", "set", place.family, place.table, place.set])
        guard case .success(let text) = set else { return Holding(state: set.failure) }
        let chain = await run(["list", "chain", place.family, place.table, place.chain])
        switch chain {
        case .success(let rules):
            guard Self.uses(rules, set: place.set) else { return Holding(state: .unused) }
        case .failure(let fault):
            return Holding(state: fault.state == .missing ? .unused : fault.state)
        }
        var holding = Holding(state: .there)
        holding.networks = Set(Self.elements(in: text))
        holding.wide = holding.networks.filter { !$0.isSingle }
        return holding
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

    fileprivate struct Fault: Error {
        var state: FirewallSet.State
    }

    private func run(_ arguments: [String]) async -> Result<String, Fault> {
        let run = await ProgramRun.run(
            words + arguments, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"],
            deadline: Self.patience)
        switch run.outcome {
        case .exited(status: 0): return .success(run.output)
        case .exited:
            let isMissing = run.errors.contains("No such file or directory")
            let reason = run.errors.split(separator: "\n").first.map(String.init) ?? "nft gave no reason"
            return .failure(Fault(state: isMissing ? .missing : .unknown(String(reason.prefix(200)))))
        case .timedOut: return .failure(Fault(state: .unknown("nft gives no answer")))
        case .notStarted(let reason): return .failure(Fault(state: .unknown(reason)))
        }
    }
}

extension Result where Failure == NFTables.Fault {
    fileprivate var failure: FirewallSet.State {
        if case .failure(let fault) = self { fault.state } else { .there }
    }
}
