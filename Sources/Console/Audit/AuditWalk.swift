internal import Storage

/// What is known of the log on the way through it.
struct AuditWalk {
    /// An anchored head that is not in the log.
    private struct Stray {
        var anchored: AnchoredHead
        /// Its place among all heads.
        var place: Int
        var number: Int64 { anchored.head.sequence }
    }

    private struct Restored {
        var restore: AuditReport.Restore
        /// The end of the log that it replaced; nil where that was not known.
        var former: Int64?
        /// The place of the first head that was anchored of the log since; nil where none was.
        var firstPlace: Int?
        /// The place of the head by which root vouches for it.
        var rootsPlace: Int?
    }

    private struct Accepted {
        var acceptance: AuditReport.Acceptance
        /// The place of the head by which root said so; nil where root did not.
        var rootsPlace: Int?
    }

    private enum Explanation {
        case known
        /// By this restore, for which root would have to vouch.
        case unvouched(Int64)
    }

    /// The heads by number, with their places.
    private let heads: [(place: Int, anchored: AnchoredHead)]
    private let isIndependent: Bool
    private var next = 0
    private var head: AuditHead?
    private var entries: Int64 = 0
    private var fault: AuditReport.Fault?
    private var anchored: Int64?
    private var strays: [Stray] = []
    private var restores: [Restored] = []
    private var acceptances: [Accepted] = []

    /// - Parameters:
    ///   - isIndependent: whether another than the console keeps the heads.
    ///   - start: the entry behind which the way begins; nil for the beginning of the log.
    init(heads: [AnchoredHead], isIndependent: Bool, after start: AuditHead? = nil) {
        head = start
        let first = start?.sequence ?? .min
        self.heads = heads.enumerated().filter { $1.head.sequence > first }.map { ($0, $1) }.sorted {
            ($0.1.head.sequence, $0.0) < ($1.1.head.sequence, $1.0)
        }.map { (place: $0.0, anchored: $0.1) }
        self.isIndependent = isIndependent
    }

    /// Takes the next entry in the order of numbers; what comes behind a fault is counted only.
    mutating func take(_ record: AuditRecord) {
        entries += 1
        defer { head = AuditHead(sequence: record.sequence, hash: record.hash) }
        guard fault == nil else { return }
        fault = fault(of: record)
        guard fault == nil else { return }
        note(record)
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
        while next < heads.count, heads[next].anchored.head.sequence <= record.sequence {
            let (place, anchored) = heads[next]
            next += 1
            if anchored.head.sequence == record.sequence, anchored.head.hash == record.hash {
                matched(record.sequence, by: anchored, at: place)
            } else {
                strays.append(Stray(anchored: anchored, place: place))
            }
        }
    }

    private mutating func matched(_ sequence: Int64, by anchored: AnchoredHead, at place: Int) {
        self.anchored = sequence
        for index in restores.indices {
            restores[index].firstPlace = min(restores[index].firstPlace ?? place, place)
        }
        guard anchored.isRoots else { return }
        if let last = restores.indices.last, restores[last].restore.sequence == sequence {
            restores[last].rootsPlace = place
        }
        if let last = acceptances.indices.last, acceptances[last].acceptance.sequence == sequence {
            acceptances[last].rootsPlace = place
        }
    }

    private mutating func note(_ record: AuditRecord) {
        if record.kind == AuditKind.restore.rawValue {
            let former = record.before.flatMap { AuditHead(line: Array($0.utf8)) }?.sequence
            let restore = AuditReport.Restore(sequence: record.sequence, at: record.at, actor: record.actorName)
            restores.append(Restored(restore: restore, former: former))
        } else if record.kind == AuditKind.accept.rawValue {
            let acceptance = AuditReport.Acceptance(sequence: record.sequence, at: record.at, actor: record.actorName)
            acceptances.append(Accepted(acceptance: acceptance))
        }
    }

    /// Judges what was anchored and is not in the log, and tells all.
    mutating func finish(_ report: inout AuditReport) {
        if fault == nil {
            strays += heads[next...].map { Stray(anchored: $0.anchored, place: $0.place) }
            judge(&report)
        }
        report.entries = entries
        report.head = head
        report.anchored = anchored
        report.fault = fault
        report.restores = restores.suffix(AuditReport.listed).map { restored in
            var restore = restored.restore
            restore.isVouched = isIndependent ? restored.rootsPlace != nil : nil
            return restore
        }
        // Without root's word such an entry says nothing.
        report.acceptances = acceptances.filter { $0.rootsPlace != nil }.suffix(AuditReport.listed).map(\.acceptance)
    }

    private mutating func judge(_ report: inout AuditReport) {
        var unexplained: [Stray] = []
        var unvouched: (restore: Int64, last: Int64)?
        for stray in strays {
            switch explain(stray) {
            case .known: break
            case .unvouched(let restore):
                unvouched = (unvouched?.restore ?? restore, max(unvouched?.last ?? 0, stray.number))
            case nil: unexplained.append(stray)
            }
        }
        report.contradictions = unexplained.prefix(AuditReport.listed).map {
            AuditReport.Contradiction(sequence: $0.number, at: $0.anchored.at, user: $0.anchored.user)
        }
        if let first = unexplained.first, let last = unexplained.last {
            let end = head?.sequence ?? 0
            fault = first.number > end ? .cutOff(last: end, anchored: last.number) : .rewritten(first.number)
        } else if let unvouched {
            fault = .unvouched(restore: unvouched.restore, last: unvouched.last)
        }
    }

    /// What explains that a head is not in the log; nil where nothing does.
    private mutating func explain(_ stray: Stray) -> Explanation? {
        for index in acceptances.indices where acceptances[index].rootsPlace.map({ stray.place < $0 }) ?? false {
            acceptances[index].acceptance.heads += 1
            return .known
        }
        var explanation: Explanation?
        for index in restores.indices.reversed() where isReplaced(stray, by: restores[index]) {
            restores[index].restore.lost = max(restores[index].restore.lost ?? 0, stray.number)
            let isKnown = !isIndependent || restores[index].rootsPlace.map { stray.place < $0 } ?? false
            if isKnown { return .known }
            explanation = explanation ?? .unvouched(restores[index].restore.sequence)
        }
        return explanation
    }

    /// Whether a head is of the log that a restore replaced: anchored before the restored log was, under a number that only
    /// the log before had.
    private func isReplaced(_ stray: Stray, by restored: Restored) -> Bool {
        stray.number >= restored.restore.sequence && restored.former.map { stray.number <= $0 } ?? true
            && restored.firstPlace.map { stray.place < $0 } ?? true
    }
}
