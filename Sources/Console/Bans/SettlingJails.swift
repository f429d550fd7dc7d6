import Fail2ban
import Host

/// Tells jails that have come to rest from those whose bans fail2ban is still putting back, one after the other, when
/// it or the jail has started: what is not banned there yet was not lifted by anyone.
struct SettlingJails {
    /// A jail has settled when its bans stood still for so long.
    static let calm: Duration = .seconds(2)
    /// It counts as settled after so long whatever happens in it: under attack its bans never stand still.
    static let patience: Duration = .seconds(60)

    private struct Watch {
        var banned: Int
        var totalBanned: Int
        var since: ContinuousClock.Instant
        let firstSeen: ContinuousClock.Instant
        let cameBack: Bool
        var hasSettled = false
        var isJudged = false
    }

    private var watches: [JailName: Watch] = [:]
    private var hasLooked = false

    /// Takes in the running jails' counters at `now`, and gives the jails that have settled with them.
    mutating func note(_ jails: [JailCounters], at now: ContinuousClock.Instant) -> [JailName] {
        let before = watches
        watches = [:]
        for jail in jails { watches[jail.name] = watch(jail, before[jail.name], at: now) }
        hasLooked = true
        return jails.map(\.name).filter { watches[$0]?.hasSettled == true && before[$0]?.hasSettled != true }
    }

    /// Forgets all: the daemon is another one, and each jail comes back in it.
    mutating func beginAgain() { watches = [:] }

    /// The jails that have settled.
    var settled: Set<JailName> { Set(watches.filter(\.value.hasSettled).keys) }

    /// The jails whose bans are being put back: their counters are those of a moment on the way.
    var returning: Set<JailName> { Set(watches.filter { $0.value.cameBack && !$0.value.hasSettled }.keys) }

    /// Whether this is the first judgement of a jail that came back while BanGUI watched: what it lacks then was lost
    /// on the way. Each coming back is told once.
    mutating func judge(_ jail: JailName) -> Bool {
        guard let watch = watches[jail], !watch.isJudged else { return false }
        watches[jail]?.isJudged = true
        return watch.cameBack
    }

    private func watch(_ jail: JailCounters, _ before: Watch?, at now: ContinuousClock.Instant) -> Watch {
        // Its count of bans begins anew only when the jail does.
        guard var watch = before, jail.totalBanned >= watch.totalBanned else {
            return Watch(
                banned: jail.banned, totalBanned: jail.totalBanned, since: now, firstSeen: now, cameBack: hasLooked)
        }
        if watch.banned != jail.banned || watch.totalBanned != jail.totalBanned {
            watch.banned = jail.banned
            watch.totalBanned = jail.totalBanned
            watch.since = now
        }
        if now - watch.since >= Self.calm || now - watch.firstSeen >= Self.patience { watch.hasSettled = true }
        return watch
    }
}
