internal import Synchronization

/// Counts tokens that were none by client address, in bounded memory.
///
/// Nobody guesses 256 bits: the bound is for programs that go on with a token that was revoked, and for the log. It never keeps a
/// token out that is in force, so that one program behind an address does not stop the others.
public final class TokenLimiter: Sendable {
    /// Wrong tokens of an address (IPv6: of a /64) within `window`.
    static let limit = 8
    /// Seconds.
    static let window: UInt32 = 60

    private let table: Mutex<TryTable>
    private let now: @Sendable () -> Int64
    private let start: Int64

    /// - Parameters:
    ///   - capacity: addresses that have a count of their own.
    ///   - now: seconds.
    public init(capacity: Int = 16_384, now: @escaping @Sendable () -> Int64) {
        table = Mutex(TryTable(limit: Self.limit, window: Self.window, capacity: capacity))
        self.now = now
        start = now()
    }

    /// Counts a wrong token; gives the seconds to wait where there were too many.
    func count(_ client: ClientAddress) -> Int64? {
        let moment = UInt32(clamping: now() - start)
        return table.withLock { table in
            switch table.take(TryTable.Key(client.address), at: moment) {
            case .taken: nil
            case .wait(let seconds): Int64(seconds)
            }
        }
    }
}
