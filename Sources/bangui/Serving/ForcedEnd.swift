import Glibc
import Logging
import UnixSignals

/// Ends the program where its ordered stop is not wanted any more, or takes too long.
///
/// Nothing acknowledged is lost by it: that is on the disk, and a demo's daemon ends when the program is gone.
enum ForcedEnd {
    /// Seconds after the first signal at which the program ends whatever it waits for; systemd and people expect ten.
    static let limit: Duration = .milliseconds(9_500)

    /// Watches for signals from now on: the first begins the ordered stop elsewhere, a second one ends at once.
    static func watch(_ logger: Logger) async {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        Task.detached {
            var iterator = signals.makeAsyncIterator()
            guard await iterator.next() != nil else { return }
            Task.detached {
                try? await Task.sleep(for: limit)
                logger.error("the stop takes too long: ending without waiting for what is left")
                _exit(Failure.Code.failed.rawValue)
            }
            guard let second = await iterator.next() else { return }
            // The exit status of a program that a signal ended, as shells have it.
            _exit(128 + second.rawValue)
        }
    }
}
