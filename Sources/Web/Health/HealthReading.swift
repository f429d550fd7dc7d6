import Console

/// Whether the console can do its work at a moment, as machines and the page of health tell it.
struct HealthReading: Sendable {
    /// How it is on the whole.
    enum Status: String, CaseIterable, Sendable {
        case ok
        /// Part of it does not work; the rest does.
        case degraded
        /// It waits for its setup.
        case setup
        case failed
    }

    var status: Status
    var parts: [Readiness.Part]

    /// fail2ban down makes the console degraded and not unready: everything but acting still works.
    init(_ phase: ConsolePhase) async {
        guard let console = phase.services else {
            self.init(.setup, [.init(name: "setup", status: .warn, detail: "Setup is not complete.")])
            return
        }
        self = await console.health()
    }

    init(_ status: Status, _ parts: [Readiness.Part]) {
        self.status = status
        self.parts = parts
    }
}

extension ConsoleServices {
    /// Whether the console can do its work now.
    func health() async -> HealthReading {
        guard !pulse.isFinished else {
            return HealthReading(.failed, [.init(name: "server", status: .fail, detail: "The server is stopping.")])
        }
        let parts = await readiness.parts()
        if parts.contains(where: { $0.status == .fail }) { return HealthReading(.failed, parts) }
        return HealthReading(parts.allSatisfy { $0.status == .ok } ? .ok : .degraded, parts)
    }
}
