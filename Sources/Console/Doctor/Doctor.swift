/// Looks at everything that BanGUI needs, and changes nothing by it.
public struct Doctor: Sendable {
    /// Every check, in the order of the documents.
    public static let checks: [DoctorCheck] =
        fail2banChecks + jailChecks + machineChecks + dataChecks + databaseChecks + consoleChecks

    /// How many checks look at the same time.
    static let width = 8

    private let scene: DoctorScene

    /// A doctor for what `scene` tells.
    public init(_ scene: DoctorScene) { self.scene = scene }

    /// Looks once, at these subjects only where they are named.
    public func report(on subjects: Set<DoctorFinding.Subject>? = nil) async -> DoctorReport {
        await report(Self.checks.filter { subjects?.contains($0.subject) ?? true })
    }

    func report(_ checks: [DoctorCheck]) async -> DoctorReport {
        let (start, at) = (ContinuousClock.now, scene.now())
        let examination = Examination(scene)
        let found = await withTaskGroup(of: (Int, DoctorFinding).self) { group in
            var findings = [DoctorFinding?](repeating: nil, count: checks.count)
            for (index, check) in checks.enumerated() {
                if index >= Self.width, let (place, finding) = await group.next() { findings[place] = finding }
                group.addTask { (index, await check.finding(examination)) }
            }
            for await (place, finding) in group { findings[place] = finding }
            return findings.compactMap(\.self)
        }
        return DoctorReport(findings: found, at: at, took: ContinuousClock.now - start)
    }
}

/// What the doctor found.
public struct DoctorReport: Sendable {
    /// One for each check, in the order of the checks.
    public let findings: [DoctorFinding]
    /// When it began, in UTC epoch seconds.
    public let at: Int64
    /// How long all of it took.
    public let took: Duration

    /// How many have a status.
    public func count(_ status: DoctorFinding.Status) -> Int { findings.count { $0.status == status } }

    /// The gravest status of all that was looked at; `ok` where there is nothing to tell.
    public var status: DoctorFinding.Status {
        [.failure, .warning, .note].first { status in findings.contains { $0.status == status } } ?? .ok
    }
}
