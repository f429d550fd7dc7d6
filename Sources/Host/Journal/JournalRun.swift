/// One run of `journalctl`, whose entries are taken as they come.
enum JournalRun {
    /// How it ended.
    enum End: Equatable {
        /// With its last entry.
        case atEnd
        /// When no more was wanted.
        case enough
        /// It failed, or wrote what it does not write, with the reason.
        case failed(String)
    }

    /// Runs `journalctl` until its end, until `take` gives false, until nothing came for `patience`, or until
    /// `isCancelled` says so. It blocks its thread; the program has ended when it returns. What it complained of is kept.
    static func run(
        _ arguments: [String], patience: Duration, isCancelled: () -> Bool, complaint: inout String,
        take: (JournalEntry) -> Bool
    ) -> End {
        let program: RunningProgram
        do throws(RunningProgram.NotStarted) {
            program = try RunningProgram(arguments, environment: JournalProgram.environment)
        } catch {
            return .failed("journalctl cannot be run: \(error.reason)")
        }
        defer { program.kill() }
        var errors: [UInt8] = []
        let end = read(program, patience: patience, isCancelled: isCancelled, errors: &errors, take: take)
        defer { complaint = String(decoding: errors, as: UTF8.self) }
        guard end == .atEnd else { return end }
        guard let status = program.status(until: .now + patience) else { return .failed(Self.silence) }
        listen(program, &errors)
        return status == 0 ? .atEnd : .failed(Self.reason(errors, status))
    }

    private static let silence = "journalctl gives no answer"

    /// Bytes of a complaint that are kept.
    private static let longestComplaint = 1000

    private static func read(
        _ program: RunningProgram, patience: Duration, isCancelled: () -> Bool, errors: inout [UInt8],
        take: (JournalEntry) -> Bool
    ) -> End {
        var export = JournalExport()
        var last = ContinuousClock.now
        while !isCancelled() {
            let bytes = program.output.next(within: .milliseconds(50))
            // Also while nothing else comes, so that it is not held up by its own complaints.
            listen(program, &errors)
            guard let bytes else { return export.isInEntry ? .failed("journalctl ended within an entry") : .atEnd }
            guard !bytes.isEmpty else {
                guard ContinuousClock.now - last < patience else { return .failed(silence) }
                continue
            }
            last = .now
            export.append(bytes)
            do throws(JournalExport.Fault) {
                while let entry = try export.entry() {
                    guard take(entry) else { return .enough }
                }
            } catch {
                return .failed("journalctl wrote what cannot be read")
            }
        }
        return .failed("cancelled")
    }

    /// Takes what it complained of, without waiting.
    private static func listen(_ program: RunningProgram, _ errors: inout [UInt8]) {
        for _ in 0..<mostPieces {
            guard let more = program.errors.next(within: .zero), !more.isEmpty else { return }
            errors += more.prefix(longestComplaint - errors.count)
        }
    }

    /// Pieces of 64 KiB that are taken at once.
    private static let mostPieces = 64

    /// What it said, on one line.
    private static func reason(_ errors: [UInt8], _ status: Int32) -> String {
        let lines = errors.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
        return lines.isEmpty ? "journalctl ended with status \(status)" : lines.joined(separator: "; ")
    }
}
