import Fail2ban

/// Numbers and lists as reasons have them.
enum DoctorWords {
    /// Such as `0.4 ms`, `12 ms` or `1.3 s`.
    static func milliseconds(_ time: Duration) -> String {
        let tenths = Int((time / .microseconds(100)).rounded())
        if tenths >= 10_000 { return "\(tenths / 10_000).\(tenths / 1000 % 10) s" }
        return tenths >= 100 ? "\(tenths / 10) ms" : "\(tenths / 10).\(tenths % 10) ms"
    }

    /// Such as `7 KiB`, `1.4 MiB` or `12 GiB`.
    static func bytes(_ count: Int64) -> String {
        guard count >= 1024 else { return "\(count) B" }
        var (value, unit) = (count * 10 / 1024, "KiB")
        for next in ["MiB", "GiB", "TiB"] where value >= 10_240 { (value, unit) = (value / 1024, next) }
        return value >= 100 ? "\(value / 10) \(unit)" : "\(value / 10).\(value % 10) \(unit)"
    }

    /// Such as `3d`, `1h 30m` or `permanent`, in the units that fail2ban takes.
    static func span(_ seconds: Int64) -> String { BanTime.seconds(seconds).text }

    /// How old something is, in one unit.
    static func age(_ seconds: Int64) -> String {
        for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)] where seconds >= length {
            return "\(seconds / length)\(unit)"
        }
        return "\(max(0, seconds))s"
    }

    /// The first three, and how many more there are: `a, b, c +4`.
    static func list(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " +\(names.count - 3)" : "")
    }
}
