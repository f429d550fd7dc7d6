import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension LocalHost {
    /// What fail2ban wrote to the journal after the positions. While nothing new is known of, no program is run.
    func readJournal(after positions: [LogPosition], limit: Int) async throws(HostError) -> LogReading {
        guard !journalReader.isQuiet(after: positions) else {
            return LogReading(
                observations: [], positions: [], remaining: 0,
                generations: positions.filter(\.isInJournal).map(\.generation))
        }
        let (reader, zone, users) = (journalReader, zone(), journalUsers())
        let result = await blocking { isCancelled -> Result<LogReading, LogFault> in
            do throws(LogFault) {
                return .success(
                    try reader.read(
                        after: positions, zone: zone, limit: limit, users: users, isCancelled: isCancelled))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let reading): return reading
        case .failure(let fault): throw HostError.unreadable(path: fault.path, .other(fault.reason))
        }
    }

    /// What of the journal cannot be seen.
    func journalSpots(_ target: String) async -> [BlindSpot] {
        let (reader, users) = (journalReader, journalUsers())
        let fault = await blocking { isCancelled in reader.fault(users: users, isCancelled: isCancelled) }
        let gap = reader.gap.map { BlindSpot.journalGap(from: $0.from.map { $0 / 1000 }, to: $0.to / 1000) }
        return (fault.map { [.journal(target: target, $0)] } ?? []) + (gap.map { [$0] } ?? [])
    }

    /// Whose entries are the daemon's: root's, and those of the owner of its socket.
    func journalUsers() -> Set<UInt32> {
        var status = stat()
        guard stat(configuration.socketPath, &status) == 0 else { return [0] }
        return [0, status.st_uid]
    }

    /// Runs what blocks its thread on one that may, and has it ended with the task.
    private func blocking<Outcome: Sendable>(
        _ body: @escaping @Sendable (_ isCancelled: () -> Bool) -> Outcome
    ) async -> Outcome {
        let flag = CancelFlag()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(returning: body { flag.isSet }) }
            }
        } onCancel: {
            flag.set()
        }
    }
}

/// Whether nobody waits any more.
private final class CancelFlag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}
