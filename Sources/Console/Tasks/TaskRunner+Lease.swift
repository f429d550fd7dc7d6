internal import Logging
internal import Storage
internal import Synchronization

extension TaskRunner {
    /// Whether this server does what is done once. Where it has just come to that, what the one before it left is marked first.
    func lead() async -> Bool {
        if state.withLock({ !$0.isTidy }) {
            guard await tidy(.eachServer) else { return false }
            state.withLock { $0.isTidy = true }
        }
        guard lease.isHeld else {
            guard state.withLock({ $0.isLeading }) else { return false }
            state.withLock { $0.isLeading = false }
            for name in board.names where name.reach == .once {
                board.change(name) { ($0.nextAt, $0.failure) = (nil, nil) }
            }
            return false
        }
        if state.withLock({ $0.isLeading }) { return true }
        guard await tidy(.once) else { return false }
        state.withLock { $0.isLeading = true }
        let (uptime, now) = (uptime(), now())
        for name in board.names where name.reach == .once {
            board.change(name) { state in
                state.nextAt = state.due.map { now + max(0, Int64(($0 - uptime) / .seconds(1))) }
            }
        }
        return true
    }

    /// Marks runs as interrupted that nobody does any more, and learns what was done before this program.
    private func tidy(_ reach: TaskName.Reach) async -> Bool {
        let names = board.names.filter { $0.reach == reach }
        let words = names.map(\.rawValue)
        let (server, own, moment) = (server, state.withLock { $0.own }, now())
        do {
            let left = try await database.read { transaction in
                try transaction.taskRuns.open().filter { run in
                    run.result == .running && words.contains(run.task) && !own.contains(run.id)
                        && (reach == .once || run.server == server)
                }
            }
            if !left.isEmpty {
                try await database.write(.telemetry) { transaction in
                    for run in left { try transaction.taskRuns.interrupt(id: run.id, at: moment, error: Self.gone) }
                }
                logger.warning("tasks were cut off", metadata: ["tasks": "\(left.map(\.task))"])
            }
            try await learn(names)
            for run in left { TaskName(rawValue: run.task).map { board.change($0) { $0.isCutOff = true } } }
            return true
        } catch {
            logger.debug("what is left of tasks is not known", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// Why a run has no end of its own.
    static let gone = "The server that ran it ended without a word."

    /// Learns when tasks were last done, by this server or, where it is done once, by any.
    private func learn(_ names: [TaskName]) async throws {
        let server = server
        let (last, looks) = try await database.read { transaction in
            let runs = transaction.taskRuns
            let last = try names.map { name in
                (
                    name, try runs.last(of: name.rawValue, [.done, .nothing, .failed]),
                    try runs.last(of: name.rawValue, [.done, .nothing])
                )
            }
            return (last, try runs.looks())
        }
        for (name, run, success) in last {
            let look = looks.filter { $0.task == name.rawValue && (name.reach == .once || $0.server == server) }
                .max { $0.at < $1.at }
            let runAt = run?.endedAt ?? 0
            let isLook = (look?.at ?? 0) > runAt
            board.change(name) { state in
                guard state.lastAt == nil, run != nil || look != nil else { return }
                state.lastAt = isLook ? look?.at : runAt
                state.lastMilliseconds = isLook ? look?.milliseconds : run?.milliseconds
                state.lastWhat = isLook ? look?.what : run?.what
                state.lastSuccessAt = [look?.at, success?.endedAt].compactMap { $0 }.max()
            }
        }
    }
}
