public import Fail2ban

extension LocalHost {
    /// Bans of a jail of which each is looked for; of more it is only known whether their set is there and used.
    private static let mostBans = 5000
    /// What is given to an action that is under way when the set is read.
    private static let grace = Duration.seconds(2)
    private static let mostExamples = 5

    /// What the firewall holds of a jail's bans: the sets and chains of fail2ban's own actions for nftables, iptables and
    /// ipset.
    public func firewall(of jail: JailName) async throws(HostError) -> JailFirewall {
        let places = try await places(of: jail)
        guard !places.isEmpty else { return JailFirewall() }
        let count = try await statistics(of: jail, version: try await version()).banned
        guard count > 0 else { return JailFirewall() }
        let (nft, iptables) = (NFTables(ofProcess: daemonProcess()), IPTables(ofProcess: daemonProcess()))
        func look(at place: FirewallPlace, terse: Bool) async -> FirewallHolding? {
            switch place {
            case .nftables(let place): await nft?.look(at: place, terse: terse)
            case .iptables(let place): await iptables.look(at: place, terse: terse)
            }
        }
        let isCounted = count <= Self.mostBans
        var listed = isCounted ? try await networks(in: jail) : []
        var looks: [(place: Place, mine: [IPNetwork], holding: FirewallHolding)] = []
        for place in places {
            let mine = listed.filter { $0.first.family == place.family }
            guard !isCounted || !mine.isEmpty, let holding = await look(at: place.place, terse: !isCounted) else {
                continue
            }
            // Without a ban of the family its set was never made, which cannot be told of so many.
            if !isCounted, holding.state == .missing, place.family == .v6 { continue }
            looks.append((place, mine, holding))
        }
        if looks.contains(where: { !$0.holding.isWhole(for: $0.mine) }) {
            // One ban is listed a moment before its action is done, and one that ended a moment after.
            try? await Task.sleep(for: Self.grace)
            if isCounted { listed = try await networks(in: jail) }
        }
        var sets: [FirewallSet] = []
        for (place, mine, first) in looks {
            var holding = first
            if !first.isWhole(for: mine) { holding = await look(at: place.place, terse: !isCounted) ?? first }
            let still = Set(listed).intersection(mine)
            guard !isCounted || !still.isEmpty else { continue }
            let absent = holding.state == .there ? still.filter { !holding.holds($0) } : still
            sets.append(
                FirewallSet(
                    action: place.action, name: place.place.name, kind: place.place.kind, state: holding.state,
                    listed: isCounted ? still.count : count, absent: absent.count,
                    examples: absent.map(\.description).sorted().prefix(Self.mostExamples).map(\.self)))
        }
        return JailFirewall(sets: sets)
    }

    private func networks(in jail: JailName) async throws(HostError) -> [IPNetwork] {
        try await send(.banned(in: jail), within: Deadline.listing).compactMap(\.network)
    }

    /// The properties of an action that it has; another's action of a known name may have others.
    func properties(
        _ wanted: [ActionProperty], ofAction action: String, in jail: JailName
    ) async throws(HostError) -> [ActionProperty: String] {
        var values: [ActionProperty: String] = [:]
        for property in wanted {
            do throws(HostError) {
                values[property] = try await send(.property(property, ofAction: action, in: jail))
            } catch {
                guard error.isOfAProperty else { throw error }
            }
        }
        // The daemon keeps some values as the action has them, with a place for the name of the jail.
        guard let name = values[.name] else { return values }
        return values.mapValues { $0.filling("<name>", with: name) }
    }

    private typealias Place = (action: String, family: IPAddress.Family, place: FirewallPlace)

    /// The sets and chains of the actions that are fail2ban's own, as the daemon itself names them.
    private func places(of jail: JailName) async throws(HostError) -> [Place] {
        var places: [Place] = []
        for action in try await send(.actions(of: jail)) {
            if action.utf8.starts(with: "nftables".utf8) {
                places += try await nftables(action, in: jail)
            } else if action.utf8.starts(with: "iptables".utf8) {
                places += try await iptables(action, in: jail)
            }
        }
        return places
    }

    private func nftables(_ action: String, in jail: JailName) async throws(HostError) -> [Place] {
        let values = try await properties(
            [.name, .table, .chain, .tableFamily, .addressSet, .addressSet6], ofAction: action, in: jail)
        guard let family = values[.tableFamily], let table = values[.table], let chain = values[.chain] else {
            return []
        }
        var places: [Place] = []
        for (property, kind) in [(ActionProperty.addressSet, IPAddress.Family.v4), (.addressSet6, .v6)] {
            guard let set = values[property],
                let place = NFTables.Place(family: family, table: table, chain: chain, set: set)
            else { continue }
            places.append((action, kind, .nftables(place)))
        }
        return places
    }

    private func iptables(_ action: String, in jail: JailName) async throws(HostError) -> [Place] {
        let values = try await properties(
            [.name, .ban, .chain, .iptables, .ip6tables, .ipset, .ipset6], ofAction: action, in: jail)
        guard let (keeper, word) = values[.ban].flatMap(IPTables.keeper(in:)), let hook = values[.chain] else {
            return []
        }
        let families: [(IPAddress.Family, ActionProperty, ActionProperty)] = [
            (.v4, .iptables, .ipset), (.v6, .ip6tables, .ipset6),
        ]
        var places: [Place] = []
        for (family, property, set) in families {
            // An action without a set for the other family puts none of its bans anywhere.
            if family == .v6, keeper == .set, values[set] == nil { continue }
            guard let name = word == "<ipmset>" ? values[set] : word,
                let program = values[property].flatMap(IPTables.program(in:)),
                let place = IPTables.Place(keeper: keeper, name: name, hook: hook, program: program)
            else { continue }
            places.append((action, family, .iptables(place)))
        }
        return places
    }
}

extension HostError {
    /// Whether it says no more than that an action has no such property, or none that is a text.
    fileprivate var isOfAProperty: Bool {
        switch self {
        case .refused, .protocolViolation: true
        default: false
        }
    }
}

extension String {
    /// The text with another in each of its places.
    fileprivate func filling(_ place: String, with text: String) -> String {
        let (mark, bytes) = (Array(place.utf8), Array(utf8))
        var (filled, index): ([UInt8], Int) = ([], 0)
        while index < bytes.count {
            if bytes[index...].starts(with: mark) {
                filled += Array(text.utf8)
                index += mark.count
            } else {
                filled.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: filled, as: UTF8.self)
    }
}
