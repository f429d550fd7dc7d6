import Synchronization

/// What all who wait for the log see of it: its files are looked at once for all of them, however many wait.
final class LogWatch: Sendable {
    /// What one look found.
    struct Look: Sendable {
        /// Grows with each change of the files.
        let number: Int
        /// The generations of the log; none where it cannot be read, which is for the next reading to tell.
        let generations: [LogGeneration]
    }

    private struct Memory {
        var waiting = 0
        var path = ""
        var at: ContinuousClock.Instant?
        var states: [String: FileState]?
        var look = Look(number: 0, generations: [])
        var looks = 0
    }

    private let reader: LogReader
    private let memory = Mutex(Memory())

    /// How often the files are looked at: a list of a folder and a few `stat`, some 30 microseconds.
    static let pace = Duration.milliseconds(100)
    /// How old a look may be: less than from one look of the same waiter to its next.
    private static let age = Duration.milliseconds(90)

    init(_ reader: LogReader) { self.reader = reader }

    /// How often the files were looked at.
    var looks: Int { memory.withLock { $0.looks } }

    /// Counts one more who waits, until `leave`. While nobody waits nothing is kept, above all no file open.
    func enter() { memory.withLock { $0.waiting += 1 } }

    /// Ends what `enter` began.
    func leave() {
        memory.withLock { memory in
            memory.waiting -= 1
            if memory.waiting == 0 {
                memory = Memory(look: Look(number: memory.look.number, generations: []), looks: memory.looks)
            }
        }
    }

    /// The files as they are now, or were a moment ago.
    func look(_ folder: LogFolder, at now: ContinuousClock.Instant = .now) -> Look {
        memory.withLock { memory in
            if memory.path == folder.path, let at = memory.at, now - at < Self.age { return memory.look }
            memory.looks += 1
            memory.at = now
            // Before the files are opened: what is written from then on is a change that the next look sees.
            let states = try? folder.states()
            if memory.path != folder.path || states != memory.states {
                memory.look = Look(
                    number: memory.look.number + 1, generations: (try? reader.generations(of: folder)) ?? [])
            }
            (memory.path, memory.states) = (folder.path, states)
            return memory.look
        }
    }
}
