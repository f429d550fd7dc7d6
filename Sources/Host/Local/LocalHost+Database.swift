public import Fail2ban

extension LocalHost {
    /// The daemon's own records of bans since a moment.
    @concurrent
    public func recordedBans(since moment: Int64, limit: Int) async throws(HostError) -> [RecordedBan] {
        guard let path = try await lastDatabasePath() else { return [] }
        do throws(BansDatabase.Failure) {
            return try BansDatabase(path: path).recordedBans(since: moment, limit: limit)
        } catch {
            throw HostError(error, path)
        }
    }

    /// What the daemon has on record of these ids for its next start.
    @concurrent
    public func standingBans(
        of ids: [BanID], in jail: JailName
    ) async throws(HostError) -> [BanID: StandingBan]? {
        guard let path = try await lastDatabasePath() else { return nil }
        do throws(BansDatabase.Failure) {
            let rows = try BansDatabase(path: path).rows(of: ids.map(\.text), jail: jail.text)
            var standing: [BanID: StandingBan] = [:]
            for id in ids {
                if let row = rows[id.text] { standing[id] = StandingBan(bannedAt: row.bannedAt, time: row.time) }
            }
            return standing
        } catch {
            let failure = HostError(error, path)
            guard case .unreadable(_, .other) = failure else { throw failure }
            return nil
        }
    }
}

extension HostError {
    init(_ failure: BansDatabase.Failure, _ path: String) {
        self = .unreadable(
            path: path,
            failure.isLocked ? .locked : failure.isDamaged ? .damaged(failure.message) : .other(failure.message))
    }
}
