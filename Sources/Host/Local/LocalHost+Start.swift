extension LocalHost {
    /// Why the daemon is not started from here.
    public static let noStartCommand =
        "No command is set that starts fail2ban (fail2ban_start_command); start it on its machine."

    /// Whether the machine's owner set a command.
    public var canStartDaemon: Bool? { !configuration.startCommand.isEmpty }

    /// Runs the command that the machine's owner set, without a shell, and waits until the daemon answers. One that
    /// answers already is left alone.
    public func startDaemon() async throws(HostError) {
        guard !configuration.startCommand.isEmpty else { throw .notAllowed(Self.noStartCommand) }
        if (try? await ping(deadline: Deadline.reading)) != nil { return }
        let minimal = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]
        let end = ContinuousClock.now + Deadline.starting
        let run = await ProgramRun.run(
            configuration.startCommand, environment: minimal.merging(configuration.clientEnvironment) { $1 },
            deadline: Deadline.starting)
        switch run.outcome {
        case .exited(status: 0): break
        case .exited(let status):
            let words = ClientComplaint.text(in: run.errors)
            throw .refused(words.isEmpty ? "the command that starts it ended with status \(status)" : words)
        case .timedOut: throw .unknownOutcome
        case .notStarted(let reason): throw .refused("the command that starts it cannot be run: \(reason)")
        }
        while ContinuousClock.now < end {
            if (try? await ping(deadline: Deadline.reading)) != nil { return }
            try? await Task.sleep(for: .milliseconds(100))
            if Task.isCancelled { throw .unknownOutcome }
        }
        throw .refused("the command that starts it was run, and fail2ban does not answer")
    }
}
