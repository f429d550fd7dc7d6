/// A supply that is used up by what is done and grows again with time.
struct TokenBucket {
    private let rate: PeerLimits.Rate
    private var left: Double
    private var at: ContinuousClock.Instant

    init(_ rate: PeerLimits.Rate, at now: ContinuousClock.Instant) {
        self.rate = rate
        left = rate.burst
        at = now
    }

    /// Takes `count` and gives how long to wait until they are there; nil, and takes nothing, where that would be longer
    /// than `patience`. Whoever comes later waits behind.
    mutating func take(_ count: Double, at now: ContinuousClock.Instant, patience: Duration) -> Duration? {
        left = min(rate.burst, left + (now - at) / .seconds(1) * rate.perSecond)
        at = now
        let lacking = count - left
        guard lacking > 0 else {
            left -= count
            return .zero
        }
        let wait = Duration.seconds(lacking / rate.perSecond)
        guard wait <= patience else { return nil }
        left -= count
        return wait
    }
}
