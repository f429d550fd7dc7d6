internal import Host
public import Storage

extension Recovery {
    /// How it stands.
    ///
    /// - Parameter database: where to read it, for whoever has a connection of its own; nil for the console's.
    public func report(from database: (any Database)? = nil) async throws -> RecoveryReport {
        let (hostText, moment) = (host.id.text, now())
        let (stored, last) = try await (database ?? self.database).readBriefly { transaction in
            (
                try transaction.recoveries.state(host: hostText),
                try transaction.recoveries.latest(host: hostText, limit: 1).first.map(RecoveryRecord.init)
            )
        }
        let state = policy.normal(stored, at: moment)
        var report = RecoveryReport(
            mode: held.mode, state: .idle, isAbsent: absentSince != nil, canStart: host.canStartDaemon,
            isElsewhere: !lease.isHeld, nextAt: nil, cooldownUntil: state.cooldownUntil,
            blockedSince: state.blockedAt, startsInWindow: policy.startsInWindow(state, at: moment), policy: policy,
            ending: ending, last: last)
        (report.state, report.nextAt) = standing(state, at: moment)
        return report
    }

    /// The latest starts, the last first.
    public func history(limit: Int = 20) async throws -> [RecoveryRecord] {
        let hostText = host.id.text
        return try await database.readBriefly {
            try $0.recoveries.latest(host: hostText, limit: limit).map(RecoveryRecord.init)
        }
    }

    private func standing(
        _ state: StoredRecoveryState, at moment: Int64
    ) -> (state: RecoveryReport.State, next: Int64?) {
        if state.startingSince != nil { return (.starting, nil) }
        if held.mode == .automatic, state.blockedAt != nil { return (.blocked, nil) }
        guard absentSince != nil else { return (.idle, nil) }
        if host.canStartDaemon == false { return (.closed, nil) }
        if held.mode == .off { return (.off, nil) }
        switch policy.step(sight, state, at: moment) {
        case .rest, .leave: return (.stopped, nil)
        case .wait(let until): return (.waiting, until)
        case .cool(let until): return (.cooling, until)
        case .start, .block: return (.waiting, moment)
        case .watch: return (.starting, nil)
        case .stayBlocked: return (.blocked, nil)
        }
    }
}
