public import Fail2ban

extension AgentHost {
    /// Counters of every running jail.
    public func counters() async throws(HostError) -> [JailCounters] {
        try await ask(.jail(.counters), [JailCounters].self)
    }

    /// Everything fail2ban tells about one running jail but its bans.
    public func settings(of jail: JailName) async throws(HostError) -> JailSettings {
        try await ask(.jail(.settings(of: jail)), JailSettings.self)
    }

    /// What a running jail looks at, as the agent sees it.
    public func sight(of jail: JailName) async throws(HostError) -> JailSight {
        try await ask(.jail(.sight(of: jail)), JailSight.self)
    }

    /// What the firewall holds of a running jail's bans, as the agent sees it.
    public func firewall(of jail: JailName) async throws(HostError) -> JailFirewall {
        try await ask(.jail(.firewall(of: jail)), JailFirewall.self)
    }

    /// How long a running jail bans.
    public func banTime(of jail: JailName) async throws(HostError) -> BanTime {
        try await ask(.jail(.banTime(of: jail)), BanTime.self)
    }

    /// Changes one setting of a running jail.
    public func change(_ change: JailChange, in jail: JailName) async throws(HostError) -> JailSettings {
        try await ask(.jail(.change(change, in: jail)), JailSettings.self, within: AgentDeadline.acting)
    }

    /// Stops a running jail.
    public func stop(_ jail: JailName) async throws(HostError) {
        _ = try await ask(.jail(.stop(jail)), AgentDone.self, within: AgentDeadline.life)
    }

    /// Starts a jail that is configured.
    public func start(_ jail: JailName) async throws(HostError) {
        _ = try await ask(.jail(.start(jail)), AgentDone.self, within: AgentDeadline.life)
    }

    /// Reads one jail's configuration anew and keeps its bans.
    public func reload(_ jail: JailName) async throws(HostError) {
        _ = try await ask(.jail(.reload(jail)), AgentDone.self, within: AgentDeadline.life)
    }
}
