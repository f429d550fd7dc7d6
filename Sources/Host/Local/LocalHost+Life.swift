public import Fail2ban

extension LocalHost {
    /// Stops a running jail.
    public func stop(_ jail: JailName) async throws(HostError) {
        try await send(.stop(jail), within: Deadline.stopping)
    }

    /// Starts a jail that is configured. One that fail2ban cannot start leaves nothing behind.
    public func start(_ jail: JailName) async throws(HostError) {
        let wasRunning = try await send(.jails).contains(jail)
        let stream = try await configuredStream(for: jail)
        do {
            try await load(jail, restarting: try await needsRestart(jail, wasRunning, stream))
        } catch {
            // fail2ban keeps a jail that failed half way, without a filter or without actions.
            if !wasRunning, case .refused = error { try? await stop(jail) }
            throw error
        }
    }

    /// Reads one running jail's configuration anew and keeps its bans.
    public func reload(_ jail: JailName) async throws(HostError) {
        guard try await send(.jails).contains(jail) else { throw HostError.noSuchJail(jail) }
        let stream = try await configuredStream(for: jail)
        try await load(jail, restarting: try await needsRestart(jail, true, stream))
    }

    /// Whether a plain reload would lose actions: fail2ban drops those that are new (its issue 3860), and takes
    /// bans out of the firewall and into it again when the jail restarts.
    private func needsRestart(
        _ jail: JailName, _ isRunning: Bool, _ stream: JailStream
    ) async throws(HostError) -> Bool {
        guard isRunning else { return false }
        return Set(try await send(.actions(of: jail))) != stream.actions
    }

    /// What the configuration makes of the jail. A jail that it does not start is refused here, because fail2ban
    /// would stop a running one at once.
    private func configuredStream(for jail: JailName) async throws(HostError) -> JailStream {
        guard jail.isReachable else { throw HostError(.unreachableJail(jail)) }
        guard jail.isArgument else { throw HostError(.ambiguousArgument(jail.text)) }
        let run = await client(["-d"])
        switch run.outcome {
        case .exited(status: 0): break
        case .exited: throw HostError.refused(ClientComplaint.text(in: run.errors))
        case .timedOut: throw HostError.timedOut
        case .notStarted(let reason): throw HostError.refused("fail2ban-client cannot be run: \(reason)")
        }
        let stream = JailStream(run.output, jail: jail)
        guard stream.startsJail else {
            throw HostError.refused(stream.complaint ?? "The configuration has no enabled jail '\(jail)'")
        }
        return stream
    }

    private func load(_ jail: JailName, restarting: Bool) async throws(HostError) {
        let run = await client(["reload", "--if-exists"] + (restarting ? ["--restart"] : []) + [jail.text])
        switch run.outcome {
        case .exited(status: 0): break
        case .exited:
            // A part of the configuration that fail2ban meets too late stops the jail.
            let isRunning = (try? await send(.jails).contains(jail)) ?? true
            let end = isRunning ? "" : "; the jail no longer runs"
            throw HostError.refused(ClientComplaint.text(in: run.errors) + end)
        case .timedOut: throw HostError.unknownOutcome
        case .notStarted(let reason): throw HostError.refused("fail2ban-client cannot be run: \(reason)")
        }
        guard try await send(.jails).contains(jail) else {
            throw HostError.refused("fail2ban took the configuration, and the jail does not run")
        }
    }

    private func client(_ words: [String]) async -> ProgramRun {
        let options = ["-c", configuration.configurationDirectory, "-s", configuration.socketPath]
        let minimal = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]
        return await ProgramRun.run(
            configuration.clientProgram + options + words,
            environment: minimal.merging(configuration.clientEnvironment) { $1 },
            deadline: Deadline.reloading)
    }
}
