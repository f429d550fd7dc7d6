import FoundationEssentials

/// The world's time, given to everything that asks for it.
enum Clock {
    /// UTC epoch seconds.
    @Sendable static func now() -> Int64 { Int64(Date().timeIntervalSince1970) }
}
