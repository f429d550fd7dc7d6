public import Fail2ban

extension LocalHost {
    /// How long the files of one jail may take to be looked at.
    static let patience = Duration.seconds(3)

    /// What a running jail looks at, as it is on this machine now.
    public func sight(of jail: JailName) async throws(HostError) -> JailSight {
        let paths = try await send(.logPaths(of: jail))
        let matches = try await send(.journalMatches(of: jail))
        let setting = try await send(.logTimeZone(of: jail))
        let ignored = try await send(.ignored(in: jail)).compactMap { IPNetwork($0) }
        let ignoresSelf = try await send(.ignoresSelf(jail))
        let version = try await version()
        let readsJournal: Bool? =
            !paths.isEmpty
            ? false : !matches.isEmpty ? true : version.hasShortStatus ? try await send(.readsJournal(jail)) : nil
        let zone = setting.flatMap(LineTime.offset(named:)).map(ZoneRules.init(offset:)) ?? zone()
        let own = ignoresSelf ? MachineNetworks.own().map(\.network) : []
        let now = now()
        var sight = JailSight(
            jail: jail, readsJournal: readsJournal, utcOffset: zone.offset(at: now),
            bootedAt: ProcessStart.bootTime(SystemFile.text("/proc/stat") ?? ""))
        sight.ports = try await ports(of: jail)
        if readsJournal == true { sight.journal = await journalLook.journal(matches) }
        guard !paths.isEmpty else { return sight }
        let (process, database) = (daemonProcess(), try? await lastDatabasePath())
        let files = await looks.look(at: jail.text, within: Self.patience) {
            let places = database.flatMap { try? BansDatabase(path: $0).places(ofJail: jail.text) } ?? [:]
            let look = FileLook(view: process.map(DaemonView.init(process:)) ?? .own, zone: zone, now: now) { address in
                (ignored + own).contains { $0.contains(address) }
            }
            return paths.map { look.file($0, readTo: places[$0]) }
        }
        sight.files = files ?? paths.map { WatchedFile(path: $0, state: .hanging) }
        return sight
    }
}
