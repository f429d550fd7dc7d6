import Console

extension MetricsText {
    /// The breakers. Their names are hosts of others among them, so that there are no more than the registry holds.
    mutating func write(_ breakers: [BreakerReport]) {
        gauge(
            "bangui_breaker_state", "How a breaker stands: 0 closed, 1 half-open, 2 open.",
            breakers.map { .init(Self.number($0.state), ("name", $0.name)) })
        counter(
            "bangui_breaker_opened_total", "How often a breaker was opened.",
            breakers.map { .init($0.opened, ("name", $0.name)) })
        counter(
            "bangui_breaker_rejected_total", "Calls that were not made because a breaker was open.",
            breakers.map { .init($0.rejected, ("name", $0.name)) })
    }

    private static func number(_ state: BreakerState) -> Double {
        switch state {
        case .closed: 0
        case .halfOpen: 1
        case .open: 2
        }
    }
}
