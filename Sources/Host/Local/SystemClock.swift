#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The machine's clock.
public enum SystemClock {
    /// Now, in UTC epoch seconds.
    @Sendable public static func seconds() -> Int64 { Int64(time(nil)) }
}
