import Storage
import Synchronization

@testable import Console

/// An audit log in a real database, with an anchor in memory.
struct AuditWorld {
    let folder: TemporaryFolder
    let clock = TestClock()
    let database: SQLiteDatabase
    let anchor: HeldHeads

    init(anchor: HeldHeads = HeldHeads()) throws {
        self.anchor = anchor
        folder = try TemporaryFolder()
        database = try SQLiteDatabase(path: folder.file("bangui.sqlite"))
    }

    var verifier: AuditVerifier { AuditVerifier(database: database, anchor: anchor, now: clock.now) }

    /// What a check finds.
    func report() async throws -> AuditReport { try await verifier.run() }

    /// Adds an entry for each subject, and anchors the last.
    @discardableResult
    func note(_ subjects: [String], kind: AuditKind = .ban, isAnchored: Bool = true) async throws -> AuditHead {
        let moment = clock.now()
        let head = try await database.write { transaction in
            try subjects.map {
                try transaction.note(AuditEvent(kind, subject: $0, jail: "one"), by: .ada, at: moment)
            }.last!
        }
        if isAnchored { try await anchor.append(head) }
        return head
    }

    /// Runs a statement as someone with the file in their hands would.
    func tamper(_ sql: String) async throws {
        try await database.write { _ = try $0.execute(sql, [:]) }
    }

    /// Computes all hashes anew, as someone who knows how it is done would.
    func forge() async throws {
        try await database.write { transaction in
            var previous: [UInt8]?
            for record in try transaction.audit.run(after: 0, limit: 1000) {
                var forged = record
                forged.previous = previous ?? record.previous
                forged.hash = AuditHash.of(forged)
                previous = forged.hash
                try transaction.execute(
                    "UPDATE audit SET previous_hash = :previous, entry_hash = :hash WHERE sequence = :sequence",
                    [
                        "previous": .bytes(forged.previous), "hash": .bytes(forged.hash),
                        "sequence": .integer(forged.sequence),
                    ])
            }
        }
    }
}

/// Heads in memory; can be told to fail.
final class HeldHeads: AuditAnchor {
    let place = "memory"
    let isIndependent: Bool
    /// Whose heads are added.
    private let user: UInt32?
    private let state = Mutex((heads: [AnchoredHead](), failure: AuditAnchorError?.none))

    init(user: UInt32? = nil) {
        self.user = user
        isIndependent = user != nil
    }

    func append(_ head: AuditHead) async throws(AuditAnchorError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        state.withLock { $0.heads.append(AnchoredHead(head, at: 1, user: user)) }
    }

    /// Adds a head as root does.
    func vouch(_ head: AuditHead) { state.withLock { $0.heads.append(AnchoredHead(head, at: 2, user: 0)) } }

    func heads() async throws(AuditAnchorError) -> [AnchoredHead] {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        return state.withLock { $0.heads }
    }

    func fail(_ words: String?, isRefusal: Bool = false) {
        state.withLock { $0.failure = words.map { AuditAnchorError($0, isRefusal: isRefusal) } }
    }
}
