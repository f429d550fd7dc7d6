import Console
import Synchronization

/// How many streams each session has open.
final class StreamSeats: Sendable {
    /// Streams of one session at most: the tabs of a browser share one, and each costs reads when something happens.
    static let perSession = 64

    private let most: Int
    private let taken = Mutex<[Int64: Int]>([:])

    /// One place, given back when the last reference to it goes.
    final class Seat: Sendable {
        private let seats: StreamSeats
        private let session: Int64

        fileprivate init(_ seats: StreamSeats, _ session: Int64) {
            self.seats = seats
            self.session = session
        }

        deinit {
            seats.taken.withLock { taken in
                let left = (taken[session] ?? 1) - 1
                taken[session] = left > 0 ? left : nil
            }
        }
    }

    /// - Parameter most: how many one session may have open.
    init(most: Int = perSession) { self.most = most }

    /// How many streams are open.
    var count: Int { taken.withLock { $0.values.reduce(0, +) } }

    /// Takes a place; nil where the session has all it may.
    func take(for session: Int64) -> Seat? {
        let isFree = taken.withLock { taken in
            guard taken[session, default: 0] < most else { return false }
            taken[session, default: 0] += 1
            return true
        }
        return isFree ? Seat(self, session) : nil
    }
}
