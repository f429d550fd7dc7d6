internal import Logging
internal import ServiceLifecycle

/// Logs once which loops stand still or have ended, and which go on again.
struct LoopWatch: Service {
    /// Between two looks.
    static let interval: Duration = .seconds(5)

    let board: LoopBoard
    let pulse: Pulse
    let logger: Logger

    func run() async {
        await cancelWhenGracefulShutdown {
            var told: [String: LoopReading.State] = [:]
            while !Task.isCancelled {
                look(&told)
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Looks once; `told` is what was said before, by name.
    func look(_ told: inout [String: LoopReading.State]) {
        let silent = Dictionary(board.silent.map { ($0.loop.name, $0) }, uniquingKeysWith: { $1 })
        for (name, reading) in silent where told[name] != reading.state {
            logger.error(
                "a loop of this process does not come round",
                metadata: [
                    "loop": "\(name)", "state": "\(reading.state)", "seconds": "\(reading.age)",
                    "error": "\(reading.error ?? "")",
                ])
        }
        for name in told.keys where silent[name] == nil {
            logger.notice("a loop of this process comes round again", metadata: ["loop": "\(name)"])
        }
        let now = silent.mapValues(\.state)
        if now != told { pulse.beat() }
        told = now
    }
}
