/// A `journalctl --follow` that tells of new entries; it is killed with its last reference.
///
/// It sees the entries since the machine's start, of which every new one is. It tells only that there is something: what it
/// is, a reading of its own finds, so that nothing hangs on what this one misses.
final class JournalTail {
    /// The place of the newest entry that it told of.
    private(set) var latest: JournalPlace?
    /// The users whose entries it tells of.
    let users: Set<UInt32>
    private let program: RunningProgram
    private var export = JournalExport()
    private(set) var isRunning = true

    /// Pieces that one look takes at most, of 64 KiB each.
    private static let mostPieces = 64

    /// Starts it; it tells of the newest entry that there is first. Nil where it cannot be started.
    init?(_ journal: JournalProgram, users: Set<UInt32>) {
        guard let path = journal.path,
            let program = try? RunningProgram(
                journal.arguments(path, ["--follow", "--lines=1"], users: users),
                environment: JournalProgram.environment)
        else { return nil }
        self.program = program
        self.users = users
    }

    /// Takes what it told since, without waiting.
    func look() {
        guard isRunning else { return }
        _ = program.errors.next(within: .zero)
        for _ in 0..<Self.mostPieces {
            guard let bytes = program.output.next(within: .zero) else { return stop() }
            guard !bytes.isEmpty else { return }
            export.append(bytes)
            do throws(JournalExport.Fault) {
                while let entry = try export.entry() { latest = entry.place }
            } catch {
                return stop()
            }
        }
    }

    private func stop() {
        isRunning = false
        program.kill()
    }
}
