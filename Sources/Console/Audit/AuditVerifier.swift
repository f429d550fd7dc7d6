public import Storage

/// Checks the audit log from its first entry to its last against itself and against its anchors, a batch of entries at a
/// time.
public struct AuditVerifier: Sendable {
    let database: any Database
    let anchor: (any AuditAnchor)?
    let now: @Sendable () -> Int64

    /// Entries that are in memory at once.
    static let batch = 500

    /// - Parameters:
    ///   - anchor: where heads are kept; nil to check the log against itself only.
    ///   - now: UTC epoch seconds.
    public init(database: any Database, anchor: (any AuditAnchor)?, now: @escaping @Sendable () -> Int64) {
        self.database = database
        self.anchor = anchor
        self.now = now
    }

    /// Checks the log as it is now.
    ///
    /// - Throws: `StorageError` where the database cannot be read.
    public func run() async throws -> AuditReport {
        var report = AuditReport(
            checkedAt: now(), anchorPlace: anchor?.place, isIndependent: anchor?.isIndependent ?? false)
        var heads: [AnchoredHead] = []
        do throws(AuditAnchorError) {
            // Read before the entries: what is anchored meanwhile is not missed.
            heads = try await anchor?.heads() ?? []
        } catch {
            report.anchorProblem = "\(error)"
        }
        var walk = AuditWalk(heads: heads, isIndependent: anchor?.isIndependent ?? false)
        var last: Int64 = .min
        while true {
            let start = last
            let records = try await database.read { try $0.audit.run(after: start, limit: Self.batch) }
            for record in records { walk.take(record) }
            guard let record = records.last else { break }
            last = record.sequence
        }
        walk.finish(&report)
        return report
    }
}
