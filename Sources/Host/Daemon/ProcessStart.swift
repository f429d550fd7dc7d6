#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// When a process started, from the files of Linux below `/proc` (proc(5)).
enum ProcessStart {
    /// When a process of fail2ban started, in UTC epoch seconds; nil where it cannot be seen, and for another program,
    /// such as the one that made the socket for it.
    static func seconds(of process: Int32) -> Int64? {
        guard SystemFile.text("/proc/\(process)/cmdline")?.contains("fail2ban") == true else { return nil }
        guard let boot = bootTime(SystemFile.text("/proc/stat") ?? ""),
            let ticks = startTicks(SystemFile.text("/proc/\(process)/stat") ?? "")
        else { return nil }
        let perSecond = Int64(sysconf(Int32(_SC_CLK_TCK)))
        return perSecond > 0 ? boot + ticks / perSecond : nil
    }

    /// The line `btime SECONDS`.
    static func bootTime(_ stat: String) -> Int64? {
        let line = stat.utf8.split(separator: 0x0a).first { $0.starts(with: "btime ".utf8) }
        return line.flatMap { Int64(String(decoding: $0.dropFirst(6), as: UTF8.self)) }
    }

    /// The 22nd field, counted after the name in parentheses, which can hold anything.
    static func startTicks(_ stat: String) -> Int64? {
        let bytes = Array(stat.utf8)
        guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
        return fields.count > 19 ? Int64(String(decoding: fields[19], as: UTF8.self)) : nil
    }
}
