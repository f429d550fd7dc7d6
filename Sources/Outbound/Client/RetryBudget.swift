internal import Synchronization

/// How often requests may be tried again: of all that are sent, one in ten, so that a server that fails is not met by three
/// times as many as before. A few are there at the start.
final class RetryBudget: Sendable {
    private static let atStart = 3.0
    private static let most = 10.0
    private static let perRequest = 0.1

    private let left = Mutex(atStart)

    /// A request is sent for the first time.
    func earn() {
        left.withLock { $0 = min(Self.most, $0 + Self.perRequest) }
    }

    /// Whether one may be sent once more; it is counted where it may.
    func spend() -> Bool {
        left.withLock { left in
            guard left >= 1 else { return false }
            left -= 1
            return true
        }
    }
}

/// Whether and when a request that failed is sent once more.
enum RetryRule {
    /// The first wait at most; it doubles with each try.
    static let base = Duration.milliseconds(500)
    /// A wait at most, where the server names none.
    static let longest = Duration.seconds(8)
    /// What a server may make us wait; one that wants more is asked another time.
    static let longestAsked = Duration.seconds(60)

    /// Whether the same may succeed in a moment.
    static func isPassing(_ cause: OutboundFailure.Cause) -> Bool {
        switch cause {
        case .connect, .connectLate: true
        case .status(let status, _): [429, 502, 503, 504].contains(status)
        default: false
        }
    }

    /// The wait before the try after `tries`; nil where there is none.
    ///
    /// - Parameter random: gives a number from 0 to its argument: all waits spread over all of the time.
    static func wait(
        after tries: Int, asked: Duration?, random: (Double) -> Double
    ) -> Duration? {
        let bound = min(longest, base * (1 << min(tries - 1, 10)))
        let drawn = Duration.seconds(random(bound / .seconds(1)))
        guard let asked else { return drawn }
        return asked <= longestAsked ? asked + drawn : nil
    }
}
