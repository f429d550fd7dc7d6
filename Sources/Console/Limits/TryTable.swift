/// Tries per key in bounded memory. Keys whose window still runs are never put out; when no place is free, all further
/// keys share one budget.
struct TryTable {
    /// What is counted: 64 bits, told apart by kind.
    struct Key: Hashable {
        let kind: UInt8
        let value: UInt64
    }

    /// A try that was let through; it can be given back.
    struct Ticket: Hashable {
        /// Nil where the shared budget paid.
        let key: Key?
        let moment: UInt32
    }

    enum Answer: Equatable {
        case taken(Ticket)
        /// Seconds to wait, at least one.
        case wait(UInt32)
    }

    let limit: Int
    let window: UInt32
    let capacity: Int
    private var windows: [Key: SlidingWindow] = [:]
    private var overflow = SharedBudget()
    private var sweptAt: UInt32?

    /// - Parameter limit: tries within `window` seconds, at most `SlidingWindow.capacity`.
    init(limit: Int, window: UInt32, capacity: Int) {
        self.limit = min(max(limit, 1), SlidingWindow.capacity)
        self.window = window
        self.capacity = capacity
    }

    /// How many keys have a place.
    var count: Int { windows.count }

    mutating func take(_ key: Key, at now: UInt32) -> Answer {
        if windows[key] == nil, !makePlace(at: now) {
            return overflow.take(at: now, window: window).map { .wait($0) } ?? .taken(Ticket(key: nil, moment: now))
        }
        if let wait = windows[key, default: SlidingWindow()].take(at: now, limit: limit, window: window) {
            return .wait(max(wait, 1))
        }
        return .taken(Ticket(key: key, moment: now))
    }

    mutating func refund(_ ticket: Ticket) {
        guard let key = ticket.key else {
            overflow.refund()
            return
        }
        windows[key]?.refund(ticket.moment)
    }

    /// Whether there is a free place, after putting out keys whose window is over; a full sweep is made once a second
    /// at most, since anyone can make a full table full again.
    private mutating func makePlace(at now: UInt32) -> Bool {
        if windows.count < capacity { return true }
        guard sweptAt != now else { return false }
        sweptAt = now
        windows = windows.filter { !$0.value.isEmpty(at: now, window: window) }
        return windows.count < capacity
    }

    /// One budget for all keys without a place: one try a second on average.
    private struct SharedBudget {
        var startedAt: UInt32?
        var used: UInt32 = 0

        mutating func take(at now: UInt32, window: UInt32) -> UInt32? {
            if let start = startedAt, now >= start, now - start < window {
                guard used < window else { return start + window - now }
            } else {
                startedAt = now
                used = 0
            }
            used += 1
            return nil
        }

        mutating func refund() { used -= used > 0 ? 1 : 0 }
    }
}
