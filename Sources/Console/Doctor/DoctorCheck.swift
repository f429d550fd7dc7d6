import Host

/// One thing that the doctor looks at.
public struct DoctorCheck: Sendable {
    /// Its stable name, such as `fail2ban.socket`.
    public let id: String
    /// What is looked at, in a few words.
    public let title: String
    /// What it is about.
    public let subject: DoctorFinding.Subject
    /// What the documents say of it: when it is not `ok`.
    public let summary: String
    /// How long it may take; a check that hangs is a finding of its own.
    let deadline: Duration
    private let look: @Sendable (Examination) async throws -> DoctorVerdict

    /// A check that looks by `look`, which changes nothing.
    init(
        _ id: String, _ title: String, _ subject: DoctorFinding.Subject, _ summary: String,
        within deadline: Duration = .seconds(5),
        _ look: @escaping @Sendable (Examination) async throws -> DoctorVerdict
    ) {
        self.id = id
        self.title = title
        self.subject = subject
        self.summary = summary
        self.deadline = deadline
        self.look = look
    }

    /// What it finds. What takes too long is left behind, since a call of the system cannot be called back.
    func finding(_ examination: Examination) async -> DoctorFinding {
        let verdict = await Deadline.run(deadline, else: overdue) {
            do {
                return try await look(examination)
            } catch is HostError {
                return .skipped("fail2ban does not answer.")
            } catch let error as DoctorSkip {
                return .skipped(error.reason)
            } catch {
                return .skipped("It could not be looked at: \(error)")
            }
        }
        return DoctorFinding(self, verdict)
    }

    private var overdue: DoctorVerdict {
        .warning(
            "It did not come to its end within \(deadline.components.seconds) s: something that it asks does not answer.",
            advice: "Look whether a disk or a file system over the network hangs.")
    }
}

/// Why a check has nothing to look at.
struct DoctorSkip: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
