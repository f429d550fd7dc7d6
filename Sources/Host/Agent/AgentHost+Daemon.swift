extension AgentHost {
    /// What the daemon says of itself, as the agent sees it.
    public func daemon() async throws(HostError) -> DaemonInfo { try await ask(.daemon(.info), DaemonInfo.self) }

    /// What root's configuration of the agent says, as the agent told it when it was last met.
    public var canStartDaemon: Bool? { agent?.powers.contains(.startDaemon) }

    /// Has the agent start the daemon, where root's configuration has a command for it.
    public func startDaemon() async throws(HostError) {
        _ = try await ask(.daemon(.start), AgentDone.self, within: AgentDeadline.life)
    }

    /// What cannot be seen there by the agent.
    public func blindSpots() async throws(HostError) -> [BlindSpot] {
        try await ask(.daemon(.blindSpots), [BlindSpot].self)
    }

    /// Addresses of this machine and of those who work on it: as this process sees them itself where the agent gives no
    /// answer, so that a ban is guarded all the same.
    public func protectedNetworks() async -> [ProtectedNetwork] {
        do throws(HostError) {
            return try await ask(.daemon(.protectedNetworks), [ProtectedNetwork].self)
        } catch {
            return MachineNetworks.own() + MachineNetworks.gateways() + MachineNetworks.sshPeers()
        }
    }
}
