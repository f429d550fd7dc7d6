public import Host
public import ServiceLifecycle

/// Asks fail2ban for a sign of life several times a second, on a connection that nothing else uses.
public struct HealthMonitor: Service {
    /// Between two questions; with the deadline below, a daemon that hangs is shown as such within a second.
    static let interval: Duration = .milliseconds(200)
    /// A healthy daemon answers in a tenth of a millisecond; a ban with a real firewall action takes some ten.
    static let deadline: Duration = .milliseconds(600)

    private let host: any Host
    private let board: StatusBoard
    private let now: @Sendable () -> Int64

    /// Watches `host` and tells `board`.
    public init(host: any Host, board: StatusBoard, now: @escaping @Sendable () -> Int64) {
        self.host = host
        self.board = board
        self.now = now
    }

    /// Watches until the task is cancelled or the service group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                LoopBoard.beat()
                await look()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func look() async {
        let start = ContinuousClock.now
        do throws(HostError) {
            try await host.ping(deadline: Self.deadline)
            guard !Task.isCancelled else { return }
            board.answers.note(.now - start)
            board.note(nil, at: now())
        } catch {
            guard !Task.isCancelled else { return }
            board.answers.noteMissing()
            board.note(error, at: now())
        }
    }
}
