/// How long events are kept, with the lines that led to them.
public struct EventRetention: Hashable, Sendable {
    /// A day, in seconds.
    static let day: Int64 = 86_400

    /// In days; 0 for good.
    public let days: Int64

    /// For good.
    public static let forGood = EventRetention(days: 0)

    /// For some days; 0 for good.
    public init(days: Int) { self.days = Int64(max(days, 0)) }

    /// From which moment on events are kept at `now`, both in UTC epoch seconds; nil where all are.
    public func beginning(now: Int64) -> Int64? { days == 0 ? nil : now - days * Self.day }
}
