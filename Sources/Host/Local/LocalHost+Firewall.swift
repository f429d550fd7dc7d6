public import Fail2ban

extension LocalHost {
    /// Bans of a jail of which each is looked for; of more it is only known whether their set is there and used.
    private static let mostBans = 5000
    /// What is given to an action that is under way when the set is read.
    private static let grace = Duration.seconds(2)
    private static let mostExamples = 5

    /// What the firewall holds of a jail's bans: the sets of fail2ban's own actions for nftables.
    public func firewall(of jail: JailName) async throws(HostError) -> JailFirewall {
        let places = try await places(of: jail)
        guard !places.isEmpty, let nft = NFTables(ofProcess: daemonProcess()) else { return JailFirewall() }
        let count = try await statistics(of: jail, version: try await version()).banned
        guard count > 0 else { return JailFirewall() }
        let isCounted = count <= Self.mostBans
        var listed = isCounted ? try await networks(in: jail) : []
        var sets: [FirewallSet] = []
        for (action, family, place) in places {
            let mine = listed.filter { $0.first.family == family }
            guard !isCounted || !mine.isEmpty else { continue }
            var holding = await nft.look(at: place, terse: !isCounted)
            // Without a ban of the family its set was never made, which cannot be told of so many.
            if !isCounted, holding.state == .missing, family == .v6 { continue }
            if mine.contains(where: { !holding.holds($0) }) || holding.state != .there {
                // One ban is listed a moment before its action is done, and one that ended a moment after.
                try? await Task.sleep(for: Self.grace)
                if isCounted { listed = try await networks(in: jail) }
                holding = await nft.look(at: place, terse: !isCounted)
            }
            let still = Set(listed).intersection(mine)
            guard !isCounted || !still.isEmpty else { continue }
            let absent = holding.state == .there ? still.filter { !holding.holds($0) } : still
            sets.append(
                FirewallSet(
                    action: action, name: place.name, state: holding.state,
                    listed: isCounted ? still.count : count, absent: absent.count,
                    examples: absent.map(\.description).sorted().prefix(Self.mostExamples).map(\.self)))
        }
        return JailFirewall(sets: sets)
    }

    private static func filled(_ set: String?, _ name: String?) -> String? {
        let mark = "<name>"
        guard let set, set.utf8.reversed().starts(with: mark.utf8.reversed()) else { return set }
        return name.map { String(decoding: set.utf8.dropLast(mark.utf8.count), as: UTF8.self) + $0 }
    }

    private func networks(in jail: JailName) async throws(HostError) -> [IPNetwork] {
        try await send(.banned(in: jail), within: Deadline.listing).compactMap(\.network)
    }

    /// The sets of the actions that are fail2ban's own for nftables, as the daemon itself names them.
    private func places(
        of jail: JailName
    ) async throws(HostError) -> [(action: String, family: IPAddress.Family, place: NFTables.Place)] {
        var places: [(action: String, family: IPAddress.Family, place: NFTables.Place)] = []
        for action in try await send(.actions(of: jail)) where action.utf8.starts(with: "nftables".utf8) {
            var values: [ActionProperty: String] = [:]
            for property in ActionProperty.allCases {
                do throws(HostError) {
                    values[property] = try await send(.property(property, ofAction: action, in: jail))
                } catch {
                    // Another's action of the name has others.
                    guard case .refused = error else { throw error }
                }
            }
            guard let family = values[.tableFamily], let table = values[.table], let chain = values[.chain] else {
                continue
            }
            for (property, kind) in [(ActionProperty.addressSet, IPAddress.Family.v4), (.addressSet6, .v6)] {
                // The daemon keeps the name of the set as the action has it, with the place for the name of the jail's.
                guard let set = Self.filled(values[property], values[.name]),
                    let place = NFTables.Place(family: family, table: table, chain: chain, set: set)
                else { continue }
                places.append((action, kind, place))
            }
        }
        return places
    }
}
