import Fail2ban
import Host
import Storage

/// What events say of the bans in force in one jail.
struct MirrorChange: Sendable {
    /// Bans that were made, with their times.
    var banned: [BanRecord] = []
    /// Ids whose ban ended.
    var ended: [String] = []
}

extension BanMirror {
    /// Says whether lines and records tell of every change, so that long lists need not be read again.
    func follow(events: Bool) { followsEvents = events }

    /// Brings long lists up to date with what happened; short ones are read anew, which tells more.
    func advance(_ changes: [JailName: MirrorChange]) async throws {
        for (jail, change) in changes where followsList(of: jail) {
            try await lock.whileHeld {
                let (hostText, places) = (host.id.text, places)
                let hasPlans = try await database.write(.telemetry) { transaction in
                    let effect = try transaction.bans.effect(
                        host: hostText, jail: jail.text, upserting: change.banned, removing: change.ended)
                    try places.place(effect, in: jail.text, of: hostText, transaction)
                    return try change.ended.contains {
                        try transaction.plannedEnds.find(host: hostText, jail: jail.text, id: $0) != nil
                    }
                }
                // Whether a ban with a chosen end was lifted or has to be made again is judged over the whole list.
                if hasPlans { distrust(jail) }
            }
            board.pulse.beat()
        }
    }

    private func followsList(of jail: JailName) -> Bool {
        followsEvents && settling.settled.contains(jail) && known[jail].map { $0.mirrored > Self.smallList } ?? false
    }
}
