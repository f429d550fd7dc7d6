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
        var report = AuditReport(checkedAt: now(), anchorPlace: anchor?.place)
        var heads: [AuditHead] = []
        do throws(AuditAnchorError) {
            // Read before the entries: what is anchored meanwhile is not missed.
            heads = try await anchor?.heads() ?? []
        } catch {
            report.anchorProblem = "\(error)"
        }
        var walk = AuditWalk(heads: heads)
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

/// What is known of the log on the way through it.
struct AuditWalk {
    /// An anchored head that is not in the log.
    private struct Stray {
        var head: AuditHead
        /// Its place among all heads.
        var place: Int
    }

    private struct Restored {
        var restore: AuditReport.Restore
        /// The end of the log that it replaced; nil where that was not known.
        var former: Int64?
        /// The place of the first head that was anchored of the log since; nil where none was.
        var firstPlace: Int?
    }

    /// The heads by number, with their places.
    private let heads: [(place: Int, head: AuditHead)]
    private var next = 0
    private var head: AuditHead?
    private var entries: Int64 = 0
    private var fault: AuditReport.Fault?
    private var anchored: Int64?
    private var strays: [Stray] = []
    private var restores: [Restored] = []

    init(heads: [AuditHead]) {
        self.heads = heads.enumerated().map { ($0, $1) }.sorted {
            ($0.1.sequence, $0.0) < ($1.1.sequence, $1.0)
        }.map { (place: $0.0, head: $0.1) }
    }

    /// Takes the next entry in the order of numbers; what comes behind a fault is counted only.
    mutating func take(_ record: AuditRecord) {
        entries += 1
        defer { head = AuditHead(sequence: record.sequence, hash: record.hash) }
        guard fault == nil else { return }
        fault = fault(of: record)
        guard fault == nil else { return }
        if record.kind == AuditKind.restore.rawValue { note(restore: record) }
        compare(record)
    }

    private func fault(of record: AuditRecord) -> AuditReport.Fault? {
        let expected = (head?.sequence ?? 0) + 1
        if record.sequence > expected { return .missing(from: expected, through: record.sequence - 1) }
        if record.sequence < expected { return .repeated(record.sequence) }
        if AuditHash.of(record) != record.hash { return .changed(record.sequence) }
        if let head, head.hash != record.previous { return .unlinked(record.sequence) }
        return nil
    }

    private mutating func compare(_ record: AuditRecord) {
        while next < heads.count, heads[next].head.sequence <= record.sequence {
            let (place, head) = heads[next]
            next += 1
            if head.sequence == record.sequence, head.hash == record.hash {
                anchored = record.sequence
                for index in restores.indices {
                    restores[index].firstPlace = min(restores[index].firstPlace ?? place, place)
                }
            } else {
                strays.append(Stray(head: head, place: place))
            }
        }
    }

    private mutating func note(restore record: AuditRecord) {
        let former = record.before.flatMap { AuditHead(line: Array($0.utf8)) }?.sequence
        restores.append(
            Restored(
                restore: AuditReport.Restore(sequence: record.sequence, at: record.at, actor: record.actorName),
                former: former))
    }

    /// Judges what was anchored and is not in the log, and tells all.
    mutating func finish(_ report: inout AuditReport) {
        if fault == nil {
            strays += heads[next...].map { Stray(head: $0.head, place: $0.place) }
            let unexplained = strays.filter { !explain($0) }
            if let first = unexplained.first, let last = unexplained.last { accuse(first.head, last.head) }
        }
        report.entries = entries
        report.head = head
        report.anchored = anchored
        report.fault = fault
        report.restores = restores.suffix(100).map(\.restore)
    }

    /// Whether a head is of a log that a restore replaced: anchored before the restored log was, under a number that only
    /// the log before had.
    private mutating func explain(_ stray: Stray) -> Bool {
        for index in restores.indices.reversed() {
            let restored = restores[index]
            let number = stray.head.sequence
            guard number >= restored.restore.sequence, restored.former.map({ number <= $0 }) ?? true else { continue }
            guard restored.firstPlace.map({ stray.place < $0 }) ?? true else { continue }
            restores[index].restore.lost = max(restored.restore.lost ?? 0, number)
            return true
        }
        return false
    }

    private mutating func accuse(_ first: AuditHead, _ last: AuditHead) {
        let end = head?.sequence ?? 0
        fault =
            first.sequence > end ? .cutOff(last: end, anchored: last.sequence) : .rewritten(first.sequence)
    }
}
