/// Moments are kept in UTC epoch milliseconds, and asked for in seconds.
extension Int64 {
    /// The second that a moment in milliseconds lies in.
    var flooredSecond: Int64 { self >= 0 ? self / 1000 : (self - 999) / 1000 }

    /// The hour that a moment in milliseconds lies in, counted from the epoch.
    var flooredHour: Int64 { self >= 0 ? self / 3_600_000 : (self - 3_599_999) / 3_600_000 }

    /// The stretch of so many seconds that a moment in milliseconds lies in, counted from the epoch.
    func flooredStretch(of width: Int64) -> Int64 {
        let width = width * 1000
        return self >= 0 ? self / width : (self - width + 1) / width
    }

    /// The first millisecond of a second, held within what can be said.
    var milliseconds: Int64 { Swift.max(Swift.min(self, .max / 1000 - 1), .min / 1000 + 1) * 1000 }
    /// The last millisecond of a second, likewise.
    var lastMillisecond: Int64 { milliseconds + 999 }
}
