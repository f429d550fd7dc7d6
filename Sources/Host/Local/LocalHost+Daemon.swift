import Fail2ban

extension LocalHost {
    /// What the daemon says of itself, and what can be seen of its process and its database.
    public func daemon() async throws(HostError) -> DaemonInfo {
        let version = try await version()
        let database = try await databasePath()
        let process = daemonProcess()
        return DaemonInfo(
            version: version,
            startedAt: process.flatMap(ProcessStart.seconds),
            databasePath: database,
            databaseReadable: database.map { BansDatabase(path: $0).isReadable } ?? false,
            purgeAge: database == nil ? nil : try await send(.purgeAge),
            logTarget: try await logTarget(),
            logLevel: try await send(.logLevel))
    }

    /// Counters of every running jail: one command from fail2ban 1.1.0 on, else one for each jail.
    public func counters() async throws(HostError) -> [JailCounters] {
        let version = try await version()
        if version.hasStatistics {
            return try await send(.statistics).map(JailCounters.init).sorted { $0.name < $1.name }
        }
        var counters: [JailCounters] = []
        for jail in try await send(.jails) {
            do throws(HostError) {
                counters.append(JailCounters(try await statistics(of: jail, version: version)))
            } catch {
                // A jail may stop between the list and its turn.
                guard error == .noSuchJail(jail) else { throw error }
            }
        }
        return counters.sorted { $0.name < $1.name }
    }

    /// One jail's counters, without its bans where the version can.
    func statistics(of jail: JailName, version: Fail2banVersion) async throws(HostError) -> JailStatistics {
        version.hasShortStatus
            ? try await send(.shortStatus(of: jail)) : try await send(.status(of: jail), within: Deadline.listing)
    }

    /// Addresses of this machine and of those who work on it.
    public func protectedNetworks() async -> [ProtectedNetwork] {
        protectedNetworkCache.networks {
            MachineNetworks.own() + MachineNetworks.gateways() + MachineNetworks.sshPeers()
        }
    }
}

extension JailCounters {
    init(_ statistics: JailStatistics) {
        self.init(
            name: statistics.jail, failing: statistics.failing, totalFailed: statistics.totalFailed,
            banned: statistics.banned, totalBanned: statistics.totalBanned)
    }
}
