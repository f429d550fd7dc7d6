import Console

/// How the running server is, as its page shows it.
struct RuntimeView: Sendable {
    /// Something that the console needs.
    struct Part: Sendable {
        var name: String
        var status: Readiness.Part.Status
        /// Why it is not as it should be, or how much there is of it; empty where there is nothing to say.
        var detail: String
    }

    var status: HealthReading.Status
    var parts: [Part]
    var breakers: [BreakerReport] = []
    /// What is done about a fail2ban that is gone; nil where the database does not tell.
    var recovery: RecoveryView?
    /// Where geo data comes from; nil where that is not known.
    var geo: GeoReport?
    /// What the server does all the time.
    var loops: [LoopReading] = []
}

extension RuntimeView {
    /// What was found, in a page's terms.
    init(_ reading: HealthReading, _ breakers: [BreakerReport]) {
        self.breakers = breakers
        status = reading.status
        parts = reading.parts.map {
            Part(name: $0.name, status: $0.status, detail: $0.cause.map(StatusView.reason) ?? $0.detail)
        }
    }
}
