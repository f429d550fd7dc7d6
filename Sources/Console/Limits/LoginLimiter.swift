internal import Crypto
internal import Fail2ban
internal import Synchronization

/// Counts sign-in tries by client address and by account, in bounded memory.
///
/// A try is counted before the password is looked at, so that parallel tries cannot slip through, and given back when
/// it succeeded.
public final class LoginLimiter: Sendable {
    /// The bounds; times in seconds.
    public struct Limits: Hashable, Sendable {
        /// Tries of one address within its window, at most 8.
        public var perAddress = 5
        /// The window of an address.
        public var addressWindow = 60
        /// Tries on one account within its window, at most 8; from addresses that the person has not signed in from.
        public var perAccount = 8
        /// The window of an account.
        public var accountWindow = 600
        /// Keys that each table holds.
        public var capacity = 65_536

        /// The bounds of the documentation.
        public init() {}
    }

    /// Tries that were let through, to be given back when they succeed.
    public struct Pass: Sendable {
        let address: TryTable.Ticket?
        let account: TryTable.Ticket?
    }

    /// The answer to a try.
    public enum Answer: Sendable {
        /// It may go on.
        case pass(Pass)
        /// Seconds to wait, at least 1, for `Retry-After`.
        case wait(Int64)
    }

    private struct Tables {
        var addresses: TryTable
        var accounts: TryTable
    }

    private let tables: Mutex<Tables>
    private let now: @Sendable () -> Int64
    private let start: Int64
    private let salt: [UInt8]

    /// - Parameters:
    ///   - now: seconds; a clock that never goes back is best, one that does is survived.
    ///   - random: bytes for the salt of account keys, so that nobody can make two names meet.
    public init(
        limits: Limits = Limits(), now: @escaping @Sendable () -> Int64, random: @Sendable (Int) -> [UInt8]
    ) {
        func table(_ limit: Int, _ window: Int) -> TryTable {
            TryTable(limit: limit, window: UInt32(clamping: window), capacity: limits.capacity)
        }
        tables = Mutex(
            Tables(
                addresses: table(limits.perAddress, limits.addressWindow),
                accounts: table(limits.perAccount, limits.accountWindow)))
        self.now = now
        start = now()
        salt = random(16)
    }

    /// Counts a try from `client`.
    public func admit(_ client: ClientAddress) -> Answer {
        let moment = moment()
        return tables.withLock { tables in
            switch tables.addresses.take(TryTable.Key(client.address), at: moment) {
            case .taken(let ticket): .pass(Pass(address: ticket, account: nil))
            case .wait(let seconds): .wait(Int64(seconds))
            }
        }
    }

    /// Counts a try on the account that `nameKey` names, whether or not there is one.
    public func admit(_ pass: Pass, account nameKey: String) -> Answer {
        let moment = moment()
        let key = accountKey(nameKey)
        return tables.withLock { tables in
            switch tables.accounts.take(key, at: moment) {
            case .taken(let ticket): .pass(Pass(address: pass.address, account: ticket))
            case .wait(let seconds): .wait(Int64(seconds))
            }
        }
    }

    /// Gives the tries of `pass` back, since they succeeded.
    public func refund(_ pass: Pass) {
        tables.withLock { tables in
            if let ticket = pass.address { tables.addresses.refund(ticket) }
            if let ticket = pass.account { tables.accounts.refund(ticket) }
        }
    }

    /// How many addresses and accounts have a place in the tables.
    public var places: (addresses: Int, accounts: Int) {
        tables.withLock { ($0.addresses.count, $0.accounts.count) }
    }

    /// Seconds since the start; 0 where the clock went back before it.
    private func moment() -> UInt32 { UInt32(clamping: now() - start) }

    private func accountKey(_ nameKey: String) -> TryTable.Key {
        let digest = SHA256.hash(data: salt + Array(nameKey.utf8))
        return TryTable.Key(kind: 1, value: digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}
