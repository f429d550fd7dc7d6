public import Storage

/// When BanGUI starts a fail2ban that is dead, and when it leaves that to people: a pure function of what is seen and stored, by the clock
/// that it is given.
///
/// It starts what died without a word. What ended in order someone ended, so that it stays ended; what is there and does not answer
/// may be busy for minutes, so that it is never touched. After each start there is a pause that doubles, and after so many within
/// a while it stops until an administrator has it go on.
public struct RecoveryPolicy: Hashable, Sendable {
    /// Seconds for which it has to be dead: what else looks after it, such as systemd, comes first.
    public var grace: Int64
    /// Seconds after the first start in which there is no other.
    public var cooldown: Int64
    /// The longest such pause.
    public var longestCooldown: Int64
    /// Seconds in which starts are counted.
    public var window: Int64
    /// How many starts there are in these.
    public var limit: Int
    /// Seconds for which a start makes the next pause longer.
    public var memory: Int64
    /// Seconds after which a start that nobody ended was cut off.
    public var longestStart: Int64

    /// Takes each part as it is; the defaults are what the documents say.
    public init(
        grace: Int64 = 10, cooldown: Int64 = 60, longestCooldown: Int64 = 900, window: Int64 = 1800, limit: Int = 3,
        memory: Int64 = 21_600, longestStart: Int64 = 120
    ) {
        self.grace = grace
        self.cooldown = cooldown
        self.longestCooldown = longestCooldown
        self.window = window
        self.limit = limit
        self.memory = memory
        self.longestStart = longestStart
    }

    /// What is seen of the daemon.
    public enum Sight: Hashable, Sendable {
        /// It answers, or it is there, or nobody can tell.
        case present
        /// Nobody listens at its socket since a moment.
        case absent(since: Int64, ending: DaemonEnding)
    }

    /// What is to be done.
    public enum Step: Hashable, Sendable {
        /// Nothing: all is well.
        case rest
        /// Nothing yet: it may come back by itself until the moment.
        case wait(until: Int64)
        /// Nothing: it ended in order, or nobody can tell that it did not.
        case leave
        /// It is being started.
        case watch(since: Int64)
        /// Nothing before the moment: it was started lately.
        case cool(until: Int64)
        /// It is to be started now.
        case start
        /// It was started too often: it is blocked from now on.
        case block
        /// It is blocked since the moment.
        case stayBlocked(since: Int64)
    }

    /// What is to be done at `now`, about a daemon that is seen so, with what is stored.
    public func step(_ sight: Sight, _ state: StoredRecoveryState, at now: Int64) -> Step {
        let state = normal(state, at: now)
        if let since = state.blockedAt { return .stayBlocked(since: since) }
        if let since = state.startingSince { return .watch(since: since) }
        guard case .absent(let since, let ending) = sight else { return .rest }
        guard ending == .died else { return .leave }
        // Whoever set the clock forward does not shorten what is left, and nobody who set it back lengthens it.
        let end = min(since, now) + grace
        if now < end { return .wait(until: end) }
        if let until = state.cooldownUntil, now < until { return .cool(until: until) }
        return startsInWindow(state, at: now) >= limit ? .block : .start
    }

    /// How many starts of BanGUI's own lie in the window.
    public func startsInWindow(_ state: StoredRecoveryState, at now: Int64) -> Int {
        state.starts.count { min($0, now) > now - window }
    }

    /// What is stored, with moments that no clock could have told before `now` brought there, and without what counts no more.
    public func normal(_ state: StoredRecoveryState, at now: Int64) -> StoredRecoveryState {
        var state = state
        state.starts = state.starts.map { min($0, now) }.filter { $0 > now - memory }.sorted()
        if let since = state.startingSince, min(since, now) + longestStart <= now {
            state.startingSince = nil
            state = ended(state, at: now)
        }
        state.startingSince = state.startingSince.map { min($0, now) }
        state.blockedAt = state.blockedAt.map { min($0, now) }
        state.cooldownUntil = state.cooldownUntil.map { min($0, now + pause(after: state)) }.flatMap {
            $0 > now ? $0 : nil
        }
        return state
    }

    /// With a start that begins at `now`; one by a person is not counted.
    public func begun(_ state: StoredRecoveryState, isAutomatic: Bool, at now: Int64) -> StoredRecoveryState {
        var state = normal(state, at: now)
        if isAutomatic { state.starts.append(now) }
        state.startingSince = now
        return state
    }

    /// With a start that ended at `now`, however it did.
    public func ended(_ state: StoredRecoveryState, at now: Int64) -> StoredRecoveryState {
        var state = state
        state.startingSince = nil
        state.cooldownUntil = state.starts.isEmpty ? nil : now + pause(after: state)
        return state
    }

    /// Blocked from `now` on.
    public func blocked(_ state: StoredRecoveryState, at now: Int64) -> StoredRecoveryState {
        var state = normal(state, at: now)
        state.blockedAt = now
        return state
    }

    /// As it is after an administrator has it go on: nothing counts that was before.
    public func overridden(_ state: StoredRecoveryState) -> StoredRecoveryState {
        StoredRecoveryState(startingSince: state.startingSince)
    }

    /// Seconds after the last of the starts in which there is no other: twice as many for each one before it.
    public func pause(after state: StoredRecoveryState) -> Int64 {
        let doublings = min(max(state.starts.count - 1, 0), 30)
        return min(cooldown << Int64(doublings), longestCooldown)
    }
}

/// How a daemon that is gone ended, as far as anyone can tell.
public enum DaemonEnding: String, CaseIterable, Sendable {
    /// Without a word: it crashed, or was killed.
    case died
    /// In order: its log says so, so that someone wanted it.
    case stopped
    /// Nobody can tell, so that it is left to people.
    case unknown
}
