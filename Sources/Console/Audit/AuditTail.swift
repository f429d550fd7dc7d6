internal import Storage

/// The end of the audit log, held against itself and against what was anchored last: what can be looked at in a moment.
enum AuditTail {
    /// Entries that are looked at.
    static let entries = 2000
    /// Heads that are looked at: fewer, since each covers an entry at least.
    static let heads = 500

    /// What is found, like a check of the whole log.
    static func report(
        _ records: [AuditRecord], _ heads: [AnchoredHead], isIndependent: Bool, at moment: Int64
    ) -> AuditReport {
        var report = AuditReport(checkedAt: moment, isIndependent: isIndependent)
        let start = records.first.map { AuditHead(sequence: $0.sequence - 1, hash: $0.previous) }
        let isWhole = start.map { $0.sequence == 0 } ?? true
        var walk = AuditWalk(
            heads: since(heads), isIndependent: isIndependent, after: isWhole ? nil : start)
        for record in records { walk.take(record) }
        walk.finish(&report)
        return report
    }

    /// The heads since root's last word, or since the numbers went back: what was anchored before may be explained by what
    /// a look at the end does not see.
    private static func since(_ heads: [AnchoredHead]) -> [AnchoredHead] {
        let first = heads.indices.last { index in
            heads[index].isRoots || (index > 0 && heads[index].head.sequence < heads[index - 1].head.sequence)
        }
        return Array(heads[(first ?? 0)...])
    }
}
