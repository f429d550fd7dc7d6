internal import Host
internal import Logging
internal import Storage

/// That an administrator takes it on to have fail2ban started though it dies again and again.
public struct RecoveryOverride: Hashable, Sendable {
    /// Why, in the administrator's words.
    public let reason: String

    /// Bytes of a reason at most.
    public static let reasonLimit = 500

    /// Takes it on; throws where that was not said plainly, or not why.
    public init(acknowledged: Bool, reason: String) throws(OperationError) {
        var faults: [FieldFault] = []
        if !acknowledged {
            faults.append(FieldFault("acknowledge", "Say that you have seen why it was stopped."))
        }
        let words = String(
            String.UnicodeScalarView(reason.unicodeScalars.drop { $0.properties.isWhitespace }))
        if words.isEmpty { faults.append(FieldFault("reason", "Say why.")) }
        if words.utf8.count > Self.reasonLimit {
            faults.append(FieldFault("reason", "A reason has at most \(Self.reasonLimit) bytes."))
        }
        guard faults.isEmpty else { throw .invalid(faults) }
        self.reason = words
    }
}

/// What came of a start that a person asked for.
public enum RecoveryAnswer: Hashable, Sendable {
    /// It answers now.
    case started
    /// It answered already.
    case already
    /// It is still being started.
    case starting
}

extension Recovery {
    /// How long a person waits for a start; what takes longer goes on without.
    public static var personalPatience: Duration { .seconds(15) }

    /// Starts fail2ban for a person; while that is bounded, only with an override, which lets BanGUI start it by itself again
    /// too.
    ///
    /// - Throws: `RecoveryError`, `OperationError`, `StorageError`.
    public func start(override: RecoveryOverride? = nil, by author: Author) async throws -> RecoveryAnswer {
        switch await presence() {
        case .up:
            if let override { try await lift(override, by: author) }
            let (hostText, moment) = (host.id.text, now())
            try await database.write { transaction in
                _ = try transaction.note(
                    AuditEvent(.daemonStart, host: hostText, result: .already), by: author, at: moment)
            }
            return .already
        case .hanging: throw RecoveryError.hangs
        case .unknown(let error): throw OperationError.host(error)
        case .gone: break
        }
        guard host.canStartDaemon != false else { throw OperationError.host(.notAllowed(Self.wayToOpen(host))) }
        let id = try await begin(override, by: author)
        board.pulse.beat()
        let task = Task { await carryOut(id, by: author) }
        guard
            let outcome = await Deadline.run(Self.personalPatience, else: nil, { await task.value as RecoveryOutcome? })
        else { return .starting }
        switch outcome {
        case .started: return .started
        case .failed(let words), .unknown(let words): throw RecoveryError.failed(words)
        case .refused(let words): throw OperationError.host(.notAllowed(words))
        }
    }

    /// Lets BanGUI start it by itself again, without starting it now.
    ///
    /// - Throws: `StorageError`.
    public func lift(_ override: RecoveryOverride, by author: Author) async throws {
        let (hostText, moment, policy) = (host.id.text, now(), policy)
        try await database.write { transaction in
            let state = policy.normal(try transaction.recoveries.state(host: hostText), at: moment)
            try transaction.recoveries.save(policy.overridden(state), host: hostText)
            try transaction.note(override.event(state, on: hostText), by: author, at: moment)
        }
        logger.notice("fail2ban's recovery goes on", metadata: ["by": "\(author.name)"])
        board.pulse.beat()
    }

    /// Has another mode hold from now on.
    nonisolated func hold(to mode: RecoveryMode) { held.set(mode) }

    /// What the machine's owner writes to have BanGUI start fail2ban.
    static func wayToOpen(_ host: any Host) -> String {
        host is AgentHost ? RecoveryReport.wayToOpen : RecoveryReport.wayToOpenAlone
    }

    private enum Presence {
        case up, hanging, gone
        case unknown(HostError)
    }

    /// How it is just now: what was seen last may be a moment old.
    private func presence() async -> Presence {
        do throws(HostError) {
            try await host.ping(deadline: Self.patience)
            return .up
        } catch {
            if DaemonEnding(error, phase: nil) != nil { return .gone }
            switch error {
            case .timedOut, .busy, .unreachable(.saturated): return .hanging
            default: return .unknown(error)
            }
        }
    }

    private func begin(_ override: RecoveryOverride?, by author: Author) async throws -> Int64 {
        let (hostText, moment, policy) = (host.id.text, now(), policy)
        let ending = ending ?? .unknown
        return try await database.write { transaction in
            var state = policy.normal(try transaction.recoveries.state(host: hostText), at: moment)
            guard state.startingSince == nil else { throw RecoveryError.underWay }
            if let override {
                try transaction.note(override.event(state, on: hostText), by: author, at: moment)
                state = policy.overridden(state)
            }
            guard state.blockedAt == nil else { throw RecoveryError.blocked }
            if let until = state.cooldownUntil { throw RecoveryError.cooling(until: until) }
            try transaction.recoveries.save(policy.begun(state, isAutomatic: false, at: moment), host: hostText)
            return try transaction.recoveries.insert(
                StoredRecovery(
                    host: hostText, beganAt: moment, isAutomatic: false, actor: author.name, ending: ending.rawValue,
                    reason: override?.reason))
        }
    }
}

extension RecoveryOverride {
    /// What the audit log tells of it.
    func event(_ state: StoredRecoveryState, on host: String) -> AuditEvent {
        AuditEvent(
            .recoveryOverride, host: host,
            before: state.blockedAt.map { "blocked since \(AuditMoment.text($0))" }
                ?? state.cooldownUntil.map { "cooling down until \(AuditMoment.text($0))" },
            after: "started by itself again", detail: reason)
    }
}
