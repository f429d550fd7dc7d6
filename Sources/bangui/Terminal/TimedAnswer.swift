import Foundation

/// A yes or no at the terminal that is a no when nobody answers.
enum TimedAnswer {
    /// Waits for a line on standard input for `seconds` at most.
    static func isYes(within seconds: Int64) -> Bool {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, Int32(seconds * 1000)) == 1 else { return false }
        return readLine().map { ["y", "yes"].contains($0.lowercased()) } ?? false
    }
}
