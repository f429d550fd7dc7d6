import Synchronization

/// What each user has taken. Users are those whom root named, so that there are few.
final class PeerLedger: Sendable {
    private let limits: PeerLimits
    private let accounts = Mutex<[UInt32: PeerAccount]>([:])

    init(_ limits: PeerLimits) { self.limits = limits }

    /// The account of a user with one connection more; nil where it has as many as it may have.
    func connected(_ user: UInt32) -> PeerAccount? {
        let account = accounts.withLock { accounts in
            if let known = accounts[user] { return known }
            let account = PeerAccount(limits)
            accounts[user] = account
            return account
        }
        return account.connect() ? account : nil
    }
}
