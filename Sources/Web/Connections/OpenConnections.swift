import Logging
import NIOCore
import Synchronization

/// All open connections of the server: when there are many, one that waits for its client makes room for each that comes.
///
/// Without that, connections that say nothing would keep everyone else out until their deadlines. The ones that are
/// worked for are never ended. Of the others the longest waiting of a few is, chosen by chance among many, so that a flood
/// costs as much for each connection as a trickle; of a flood's own, nearly all wait.
final class OpenConnections: Sendable {
    /// One connection's place.
    final class Seat: Sendable {
        fileprivate let channel: any Channel
        fileprivate let isKnown: Bool
        /// When it began to wait for its client, in nanoseconds of the system's uptime; 0 while the server works for it.
        fileprivate let waitsSince: Atomic<UInt64>
        /// Where it stands in the list, below 0 outside; changed under the list's lock only.
        fileprivate let place = Atomic<Int>(-1)

        fileprivate init(_ channel: any Channel, isKnown: Bool) {
            self.channel = channel
            self.isKnown = isKnown
            waitsSince = Atomic(NIODeadline.now().uptimeNanoseconds)
        }

        /// Notes whether the server waits for the client now.
        func waits(_ isWaiting: Bool) {
            waitsSince.store(isWaiting ? NIODeadline.now().uptimeNanoseconds : 0, ordering: .relaxed)
        }
    }

    private struct State {
        var seats: [Seat] = []
        var isToldFull = false
    }

    /// What becomes of a newcomer.
    private enum Verdict {
        case place(Seat, evicted: Seat?, isNews: Bool)
        case refused(isNews: Bool)
    }

    /// Connections that are looked at for one to end.
    private static let sample = 32

    private let limit: Int
    private let total: Int
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: connections from which on each newcomer takes a stranger's place.
    ///   - total: connections beyond which none is accepted.
    init(limit: Int, total: Int, logger: Logger) {
        (self.limit, self.total) = (limit, total)
        self.logger = logger
    }

    /// A place for a connection; nil where there is none, because every other one is being worked for.
    ///
    /// - Parameter isKnown: whether it comes from this machine or a trusted proxy. Where no stranger can make room for these,
    ///   they have the places beyond the limit, and for the last of those one of their own makes room.
    func admit(_ channel: any Channel, isKnown: Bool) -> Seat? {
        switch state.withLock({ decide(&$0, channel, isKnown) }) {
        case .place(let seat, let evicted, let isNews):
            evicted?.channel.close(promise: nil)
            if isNews { tell() }
            return seat
        case .refused(let isNews):
            if isNews { tell() }
            return nil
        }
    }

    /// Gives a place back; again costs nothing.
    func leave(_ seat: Seat) {
        state.withLock { state in
            Self.remove(seat, &state)
            // Told again only after it was better for a while.
            if state.seats.count < limit - limit / 10 { state.isToldFull = false }
        }
    }

    private func decide(_ state: inout State, _ channel: any Channel, _ isKnown: Bool) -> Verdict {
        let seat = Seat(channel, isKnown: isKnown)
        guard state.seats.count >= limit else {
            Self.add(seat, &state)
            return .place(seat, evicted: nil, isNews: false)
        }
        let isNews = !state.isToldFull
        state.isToldFull = true
        let isLast = isKnown && state.seats.count >= total - 1
        let evicted = Self.longestWaiting(state.seats, orKnown: isLast)
        if let evicted { Self.remove(evicted, &state) }
        guard evicted != nil || isKnown else { return .refused(isNews: isNews) }
        Self.add(seat, &state)
        return .place(seat, evicted: evicted, isNews: isNews)
    }

    private static func longestWaiting(_ seats: [Seat], orKnown isKnownToo: Bool) -> Seat? {
        let looked = seats.count <= sample ? seats : (0..<sample).compactMap { _ in seats.randomElement() }
        let waiting = looked.map { (seat: $0, since: $0.waitsSince.load(ordering: .relaxed)) }.filter { $0.since > 0 }
        let strangers = waiting.filter { !$0.seat.isKnown }
        let candidates = strangers.isEmpty && isKnownToo ? waiting : strangers
        return candidates.min { $0.since < $1.since }?.seat
    }

    private static func add(_ seat: Seat, _ state: inout State) {
        seat.place.store(state.seats.count, ordering: .relaxed)
        state.seats.append(seat)
    }

    /// The last one takes the place that becomes free.
    private static func remove(_ seat: Seat, _ state: inout State) {
        let place = seat.place.exchange(-1, ordering: .relaxed)
        guard place >= 0, let last = state.seats.popLast(), last !== seat else { return }
        last.place.store(place, ordering: .relaxed)
        state.seats[place] = last
    }

    private func tell() {
        logger.notice(
            "many connections are open: new ones take the places of those that wait", metadata: ["limit": "\(limit)"])
    }
}
