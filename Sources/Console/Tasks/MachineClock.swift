internal import Glibc

/// The hour of the machine's clock at a moment in UTC epoch seconds.
public func localHour(_ moment: Int64) -> Int {
    var (seconds, parts) = (time_t(moment), tm())
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return Int(parts.tm_hour)
}

/// The next moment after one at which the machine's clock begins an hour; both in UTC epoch seconds.
func nextLocal(hour: Int, after moment: Int64) -> Int64 {
    var (seconds, parts) = (time_t(moment), tm())
    guard localtime_r(&seconds, &parts) != nil else { return moment }
    for _ in 0..<2 {
        (parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_isdst) = (CInt(hour), 0, 0, -1)
        let found = Int64(mktime(&parts))
        if found > moment { return found }
        parts.tm_mday += 1
    }
    return moment
}
