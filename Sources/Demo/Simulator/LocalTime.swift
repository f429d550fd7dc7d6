#if canImport(Glibc)
import Glibc
#endif

/// A moment as this machine's wall clock shows it: log files, and the fail2ban that reads them, keep local time.
struct LocalTime {
    private var fields = tm()

    /// Takes UTC epoch seconds.
    init(epoch: Int64) {
        var seconds = time_t(epoch)
        localtime_r(&seconds, &fields)
    }

    /// Formats by a `strftime` pattern, in the C locale; at most 63 bytes come out.
    func text(_ pattern: String) -> String {
        var fields = fields
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, pattern, &fields)
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
