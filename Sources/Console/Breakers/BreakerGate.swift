public import Outbound

/// Leaves servers far away alone while they fail: a breaker for each origin, by whose name it is shown.
public struct BreakerGate: OutboundGate {
    private let breakers: Breakers

    /// The gate of a server's breakers.
    public init(_ breakers: Breakers) {
        self.breakers = breakers
    }

    /// Leave to ask, which is given back with what came of it.
    public func leave(for origin: String) -> OutboundLeave {
        let breaker = breakers.breaker(origin)
        do {
            let permit = try breaker.admit()
            // A long list takes its time; what is too slow has a limit of its own.
            return .go { breaker.report(permit, BreakerOutcome($0), mayTakeLong: true) }
        } catch {
            return .wait(error.wait)
        }
    }
}

extension BreakerOutcome {
    fileprivate init(_ outcome: OutboundOutcome) {
        self =
            switch outcome {
            case .well: .success
            case .failed(let words): .failure(.other(words))
            case .nothing: .nothing
            }
    }
}
