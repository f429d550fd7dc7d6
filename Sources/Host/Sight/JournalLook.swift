import Fail2ban
import Synchronization

/// Whether a jail's matches find anything in the system's journal; what was found is kept for a while.
final class JournalLook: Sendable {
    private let program: JournalProgram
    private let known = Mutex<[[String]: (state: WatchedJournal.State, at: ContinuousClock.Instant)]>([:])

    /// How long nothing is believed, and how long entries are: they do not go away at once.
    private static let (ageOfNothing, ageOfEntries) = (Duration.seconds(15), Duration.seconds(600))
    private static let patience = Duration.seconds(5)
    private static let mostKnown = 200

    init(_ program: JournalProgram) { self.program = program }

    /// What the matches find.
    func journal(_ matches: [String]) async -> WatchedJournal {
        if let known = known.withLock({ $0[matches] }) {
            let age = if case .entries = known.state { Self.ageOfEntries } else { Self.ageOfNothing }
            if ContinuousClock.now - known.at < age { return WatchedJournal(matches: matches, state: known.state) }
        }
        let state = await look(matches)
        known.withLock { known in
            if known.count >= Self.mostKnown { known = [:] }
            known[matches] = (state, .now)
        }
        return WatchedJournal(matches: matches, state: state)
    }

    private func look(_ matches: [String]) async -> WatchedJournal.State {
        guard let path = program.path else { return .unknown("journalctl is not there") }
        guard let words = Self.words(matches) else { return .unknown("a match is none that journalctl takes") }
        switch await last(path, words) {
        case .found(let moment?): return .entries(lastAt: moment)
        case .failed(let reason): return .unknown(reason)
        case .found(nil): break
        }
        guard !words.isEmpty else { return .empty }
        return switch await last(path, []) {
        case .found(.some): .nothing
        case .found(nil): .empty
        case .failed(let reason): .unknown(reason)
        }
    }

    private enum Answer {
        case found(Int64?)
        case failed(String)
    }

    /// The time of the last entry.
    private func last(_ path: String, _ words: [String]) async -> Answer {
        let run = await ProgramRun.run(
            [path] + program.options + ["--no-pager", "--quiet", "--lines=1", "--output=short-unix"] + words,
            environment: JournalProgram.environment, deadline: Self.patience)
        switch run.outcome {
        // Without an entry it ends with 0, or with 1 where that is what it was asked for.
        case .exited(status: 0), .exited(status: 1):
            let digits = run.output.utf8.prefix { (48...57).contains($0) }
            let moment = Int64(String(decoding: digits, as: UTF8.self))
            if moment == nil, !run.errors.isEmpty { return .failed(String(run.errors.prefix(200))) }
            return .found(moment)
        case .exited(let status): return .failed("journalctl ended with status \(status)")
        case .timedOut: return .failed("journalctl gives no answer")
        case .notStarted(let reason): return .failed(reason)
        }
    }

    /// The matches as words for `journalctl`, any of which is enough; nil where one could be taken for an option.
    static func words(_ matches: [String]) -> [String]? {
        var words: [String] = []
        for match in matches {
            if !words.isEmpty { words.append("+") }
            for word in match.utf8.split(separator: 32).map({ String(decoding: $0, as: UTF8.self) }) {
                let field = word.utf8.prefix { $0 != UInt8(ascii: "=") }
                let isField =
                    field.count < word.utf8.count && !field.isEmpty
                    && field.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_") }
                guard isField || word == "+" else { return nil }
                words.append(word)
            }
        }
        return words
    }
}
