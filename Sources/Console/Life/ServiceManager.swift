#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The service manager that started this process and wants to be told how it is: systemd, by the protocol of sd_notify(3).
public struct ServiceManager: Sendable {
    /// What it is told.
    public enum Notice: Equatable, Sendable {
        /// The start is over.
        case ready
        /// What goes on, in a few words for people.
        case status(String)
        /// The process does its work.
        case alive
        /// The ordered stop has begun.
        case stopping

        fileprivate var text: String {
            switch self {
            case .ready: "READY=1\nSTATUS=at work"
            // A line break would begin another notice.
            case .status(let words):
                "STATUS=" + String(String.UnicodeScalarView(words.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
            case .alive: "WATCHDOG=1"
            case .stopping: "STOPPING=1\nSTATUS=stopping"
            }
        }
    }

    /// How long it goes without a sign of life before it starts the process anew; nil where it does not mind.
    public let patience: Duration?
    private let address: sockaddr_un
    private let length: socklen_t

    /// Reads what the manager gave the process `pid` with its environment; nil where nobody wants to be told.
    public init?(environment: [String: String], pid: Int32) {
        guard let path = environment["NOTIFY_SOCKET"], let first = path.utf8.first, path.utf8.count > 1,
            first == UInt8(ascii: "/") || first == UInt8(ascii: "@")
        else { return nil }
        var bytes = Array(path.utf8)
        // A name that no file has begins with a zero.
        if first == UInt8(ascii: "@") { bytes[0] = 0 }
        var address = sockaddr_un()
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        self.address = address
        length = socklen_t(MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + bytes.count } ?? 0)
        let isForUs = environment["WATCHDOG_PID"].map { Int32($0) == pid } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { isForUs && $0 > 0 ? $0 : 0 } ?? 0
        patience = microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// Tells it; what it does not take is not repeated, as nothing here depends on it.
    public func tell(_ notice: Notice) {
        let file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else { return }
        defer { close(file) }
        var address = address
        let bytes = Array(notice.text.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(
                    file, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), $0, length)
            }
        }
    }
}
