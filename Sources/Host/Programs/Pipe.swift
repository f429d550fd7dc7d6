#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A pipe from a program, closed with its last reference.
final class Pipe {
    let reading: Int32
    private(set) var writing: Int32
    private var bytes: [UInt8] = []
    private var isAtEnd = false

    #if os(Linux)
    private static let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    #else
    private static let kind = SOCK_STREAM
    #endif

    init?() {
        var ends: [Int32] = [-1, -1]
        // Not pipe(2): between it and a close-on-exec flag, a program that another thread starts would inherit an end.
        guard socketpair(AF_UNIX, Self.kind, 0, &ends) == 0 else { return nil }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        closeWriting()
    }

    /// What came, as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Closes the program's end here, so that its own closing is seen.
    func closeWriting() {
        if writing >= 0 { close(writing) }
        writing = -1
    }

    /// Reads all pipes to their ends; false when that was not reached in time. Beyond `limit` bytes of each the rest
    /// is read and forgotten, so that the program is not held up.
    static func drain(_ pipes: [Pipe], until end: ContinuousClock.Instant, limit: Int) -> Bool {
        while true {
            let open = pipes.filter { !$0.isAtEnd }
            guard !open.isEmpty else { return true }
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return false }
            var polled = open.map { pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0) }
            let wait = Int32(min(left.components.seconds * 1000 + 1, 1000))
            guard poll(&polled, nfds_t(polled.count), wait) >= 0 || errno == EINTR else { return false }
            for (pipe, state) in zip(open, polled) where state.revents != 0 { pipe.readOnce(limit: limit) }
        }
    }

    /// What came since the last reading, waiting so long for the first byte; nil at the end, empty when nothing came.
    func next(within wait: Duration) -> [UInt8]? {
        guard !isAtEnd else { return nil }
        var polled = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        let (seconds, attoseconds) = wait.components
        let milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        guard poll(&polled, 1, milliseconds) > 0 else { return [] }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = read(reading, &chunk, chunk.count)
        if count > 0 { return Array(chunk[..<count]) }
        isAtEnd = count == 0 || errno != EINTR
        return isAtEnd ? nil : []
    }

    private func readOnce(limit: Int) {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = read(reading, &chunk, chunk.count)
        guard count > 0 else {
            isAtEnd = count == 0 || errno != EINTR
            return
        }
        bytes += chunk[..<min(count, limit - bytes.count)]
    }
}
