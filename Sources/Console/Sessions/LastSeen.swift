internal import Synchronization

/// When sessions were last used, and which ones are over, until a task writes it down: a request that only reads must
/// not write.
final class LastSeen: Sendable {
    /// One use.
    struct Sight: Hashable, Sendable {
        let at: Int64
        let address: String
    }

    /// What waits to be written.
    struct Notes: Sendable {
        var sights: [Int64: Sight] = [:]
        var ended: Set<Int64> = []
    }

    private let notes = Mutex(Notes())

    func note(_ id: Int64, at moment: Int64, address: String) {
        notes.withLock { $0.sights[id] = Sight(at: max(moment, $0.sights[id]?.at ?? moment), address: address) }
    }

    func sight(of id: Int64) -> Sight? { notes.withLock { $0.sights[id] } }

    /// A session found over stays over, even when the clock goes back.
    func end(_ id: Int64) { notes.withLock { _ = $0.ended.insert(id) } }

    func isEnded(_ id: Int64) -> Bool { notes.withLock { $0.ended.contains(id) } }

    /// What waits now; it stays noted until `forget`.
    var waiting: Notes { notes.withLock { $0 } }

    /// Drops what has been written, but for what was noted since.
    func forget(_ written: Notes) {
        notes.withLock { notes in
            for (id, sight) in written.sights where notes.sights[id] == sight { notes.sights[id] = nil }
            notes.ended.subtract(written.ended)
        }
    }
}
