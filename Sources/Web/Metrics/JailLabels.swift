import Console
import Synchronization

/// Bounds what jails become labels, and keeps what has to grow from falling.
final class JailLabels: Sendable {
    private struct State {
        var names: Set<String> = []
        var ran: Set<String> = []
        var totals: [StoredFigures.Events: Int64] = [:]
    }

    /// Jails with a name of their own; all further ones share one.
    static let most = 200
    /// The name of those.
    static let other = "other"

    private let state = Mutex(State())

    /// Sums by jail, the known names first come.
    func sums(_ counts: [(jail: String, count: Int)]) -> [(jail: String, count: Int)] {
        state.withLock { state in
            var sums: [String: Int] = [:]
            for (jail, count) in counts { sums[Self.name(jail, &state), default: 0] += count }
            return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// Events by jail and kind. An event that is put right becomes one of another kind, so that a sum falls by one; a reader
    /// would take that for a restart and count everything anew, so the sum waits until it has grown again.
    func events(_ events: [StoredFigures.Events]) -> [StoredFigures.Events] {
        state.withLock { state in
            var sums: [StoredFigures.Events: Int64] = [:]
            for event in events {
                let key = StoredFigures.Events(jail: Self.name(event.jail, &state), kind: event.kind, count: 0)
                sums[key, default: 0] += event.count
            }
            state.totals.merge(sums) { max($0, $1) }
            return state.totals.map { StoredFigures.Events(jail: $0.key.jail, kind: $0.key.kind, count: $0.value) }
                .sorted { ($0.jail, $0.kind.rawValue) < ($1.jail, $1.kind.rawValue) }
        }
    }

    /// Whether each jail runs: those that do, and those that did or were stopped here and do not.
    func states(running: [String], stopped: [String], isUp: Bool) -> [(jail: String, runs: Bool)] {
        state.withLock { state in
            for jail in running where state.ran.count < Self.most { state.ran.insert(jail) }
            let running = Set(running)
            return state.ran.union(stopped.prefix(Self.most)).sorted().map { ($0, isUp && running.contains($0)) }
        }
    }

    private static func name(_ jail: String, _ state: inout State) -> String {
        // The daemon's own events have no jail.
        if jail.isEmpty || state.names.contains(jail) { return jail }
        guard state.names.count < most else { return other }
        state.names.insert(jail)
        return jail
    }
}
