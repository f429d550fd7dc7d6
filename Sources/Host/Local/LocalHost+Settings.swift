public import Fail2ban

extension LocalHost {
    /// Everything fail2ban tells about one running jail but its bans, asked one by one.
    public func settings(of jail: JailName) async throws(HostError) -> JailSettings {
        JailSettings(
            name: jail,
            banTime: try await send(.banTime(of: jail)),
            findTime: try await send(.findTime(of: jail)),
            maxRetry: Int(try await send(.maxRetry(of: jail))),
            increment: try await increment(of: jail),
            logPaths: try await send(.logPaths(of: jail)),
            journalMatches: try await send(.journalMatches(of: jail)),
            logEncoding: try await send(.logEncoding(of: jail)),
            failRegexes: try await send(.failRegexes(of: jail)),
            ignoreRegexes: try await send(.ignoreRegexes(of: jail)),
            actions: try await send(.actions(of: jail)),
            ignored: try await send(.ignored(in: jail)),
            ignoresSelf: try await send(.ignoresSelf(jail)),
            ignoreCommand: try await send(.ignoreCommand(of: jail)),
            usesDNS: try await send(.usesDNS(jail)))
    }

    /// How long a running jail bans.
    public func banTime(of jail: JailName) async throws(HostError) -> BanTime { try await send(.banTime(of: jail)) }

    /// Changes one setting of a running jail.
    public func change(_ change: JailChange, in jail: JailName) async throws(HostError) -> JailSettings {
        switch change {
        case .banTime(let time):
            if case .seconds(..<1) = time { throw HostError.refused("a ban lasts at least one second") }
            _ = try await send(.setBanTime(time, of: jail), within: Deadline.acting)
        case .findTime(let seconds):
            guard seconds >= 1 else { throw HostError.refused("failures count for at least one second") }
            _ = try await send(.setFindTime(seconds, of: jail))
        case .maxRetry(let count):
            guard count >= 1 else { throw HostError.refused("a ban needs at least one failure") }
            _ = try await send(.setMaxRetry(count, of: jail))
        case .ignore(let id):
            guard id.network != nil else { throw HostError.refused("'\(id)' is neither an address nor a network") }
            _ = try await send(.ignore(id, in: jail))
        case .unignore(let entry):
            _ = try await send(.unignore(entry, in: jail))
        }
        return try await settings(of: jail)
    }

    private func increment(of jail: JailName) async throws(HostError) -> JailSettings.Increment {
        var values: [IncrementOption: String] = [:]
        for option in IncrementOption.allCases { values[option] = try await send(.increment(option, of: jail)) }
        return JailSettings.Increment(
            enabled: values[.increment] == "True",
            maximum: Self.seconds(values[.maxtime]),
            factor: values[.factor],
            formula: values[.formula],
            multipliers: values[.multipliers],
            random: Self.seconds(values[.rndtime]),
            acrossJails: ["true", "yes", "on", "1"].contains(values[.overalljails]?.lowercased() ?? ""))
    }

    /// A number of seconds that fail2ban keeps as a number or as a fraction.
    private static func seconds(_ text: String?) -> Int64? {
        text.flatMap { Double($0) }.flatMap { Int64(exactly: $0.rounded(.down)) }
    }
}
