import Fail2ban
import Host
import Logging
import Storage

/// Bans in force: listing them, banning, unbanning, and taking either back.
public struct Bans: Sendable {
    let host: any Host
    let database: any Database
    let board: StatusBoard
    let mirror: BanMirror
    let lock: OperationLock
    let policy: PolicyInForce
    let trialClock: TrialClock
    let now: @Sendable () -> Int64
    let newID: @Sendable () -> String
    let origins: OriginFinder
    let places: BanPlaceKeeper
    let logger: Logger
    let revisions: Remembered<HostID, Int64>
    /// What came of the parts of operations that this program did.
    public let tally = Tally<OperationOutcome>()

    /// Rows of one page at most.
    public static let pageLimit = 500
    /// Ids of one request at most: with a firewall action of 10 ms each, this holds fail2ban for some ten seconds.
    public static let requestLimit = 1000

    /// One page of the bans in force, `limit` of them at most (1 to `pageLimit`).
    public func page(_ filter: BanFilter, limit: Int, cursor: String?) async throws -> BanPage {
        let query = filter.query(limit: min(max(limit, 1), Self.pageLimit), cursor: cursor)
        let page = try await database.readBriefly { try $0.bans.page(query) }
        return BanPage(bans: page.rows.map(BanEntry.init), next: page.next, total: page.total)
    }

    /// A number that grows with any change of what the lists of bans show, made by this program or another.
    public func revision() async throws -> Int64 {
        try await revisions.value(host.id) { try $0.bans.revision() }
    }

    /// Every ban of the filter in pages of one moment each, for an export: `body` is called for each page in order.
    public func all(_ filter: BanFilter, _ body: ([BanEntry]) async throws -> Void) async throws {
        var cursor: String?
        repeat {
            let page = try await page(filter, limit: Self.pageLimit, cursor: cursor)
            try await body(page.bans)
            cursor = page.next
        } while cursor != nil
    }

    /// What someone at `address` cannot ban without typing it in full, with the reasons.
    func guardRails(for author: Author) async -> BanGuard {
        let policy = policy.current
        return BanGuard(
            host: await host.protectedNetworks(), trustedProxies: policy.trustedProxies, allowlist: policy.allowlist,
            author: author)
    }

    /// The jails of these names that run; throws a fault for the first that does not.
    func runningJails(_ names: [String]) async throws -> [JailName] {
        var jails: [JailName] = []
        for name in names {
            let jail = JailName(existing: name)
            guard try await runs(jail) else {
                // Which jails run is not known while fail2ban does not answer.
                let status = board.status
                if let cause = status.cause { throw OperationError.host(cause) }
                if status.awaits(jail, at: now()) { throw OperationError.host(.noSuchJail(jail)) }
                throw OperationError.invalid([FieldFault("jails", "There is no running jail named “\(name)”.")])
            }
            if !jails.contains(jail) { jails.append(jail) }
        }
        return jails
    }

    /// Whether a jail runs. fail2ban is asked about one that the board does not show: the program may have started, or
    /// the jail, since the last look.
    func runs(_ jail: JailName) async throws(HostError) -> Bool {
        if board.runs(jail) { return true }
        try await lookAtJails()
        return board.runs(jail)
    }

    /// Throws where a jail does not run; where nobody knows because fail2ban does not answer, for that reason.
    func demand(_ jail: JailName) async throws {
        do throws(HostError) {
            guard try await !runs(jail) else { return }
        } catch {
            throw OperationError.host(error)
        }
        throw OperationError.host(.noSuchJail(jail))
    }

    /// Brings the board up to date without waiting for the next look of the mirror.
    func lookAtJails() async throws(HostError) {
        board.note(try await host.counters().sorted { $0.name < $1.name }, at: now())
    }
}
