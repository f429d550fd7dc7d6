import Storage

/// What a restart of fail2ban, or of one of its jails, costs: its bans leave the firewall at once and come back one after the
/// other.
public struct RestartCost: Hashable, Sendable {
    /// The bans that it lifts and puts back.
    public var bans: Int
    /// Seconds until the last of them is back.
    public var seconds: Int64
    /// When fail2ban put bans back by which that is reckoned, in UTC epoch seconds; nil where it is reckoned by what actions of
    /// the kind were measured to take.
    public var seenAt: Int64?

    /// Microseconds that one ban takes to be put back, by the beginning of an action's name: measured with fail2ban 1.0.2 on two
    /// cores (`Benchmarks/restart_cost.py`).
    private static let measured: [(beginning: String, microseconds: Int64)] = [
        ("nftables", 6000), ("iptables-ipset", 6000), ("iptables", 13_000),
    ]
    /// The same for an action that was not measured: one shell.
    private static let shell: Int64 = 10_000
    /// Bans that a start has put back for its pace to be taken for the next.
    private static let enough = 20
    /// Seconds that fail2ban takes to stop and to start, beside its bans.
    static let pause: Int64 = 2

    /// What it costs for jails with so many bans and these actions, where a start put bans back as told.
    static func of(_ jails: [(bans: Int, actions: [String])], after restoration: Restoration?) -> RestartCost {
        let bans = jails.reduce(0) { $0 + $1.bans }
        if let restoration, restoration.bans >= enough {
            let seen = (restoration.last - restoration.first) * 1000 / Int64(restoration.bans - 1)
            return RestartCost(bans: bans, seconds: seconds(seen * Int64(bans)), seenAt: restoration.last / 1000)
        }
        let microseconds = jails.reduce(Int64(0)) { sum, jail in
            sum + Int64(jail.bans) * jail.actions.reduce(0) { $0 + pace(of: $1) }
        }
        return RestartCost(bans: bans, seconds: seconds(microseconds))
    }

    private static func pace(of action: String) -> Int64 {
        measured.first { action.utf8.starts(with: $0.beginning.utf8) }?.microseconds ?? shell
    }

    private static func seconds(_ microseconds: Int64) -> Int64 { pause + (microseconds + 999_999) / 1_000_000 }
}

extension JailHealth {
    /// What a restart of one jail with so many bans and these actions would cost.
    public func restartCost(bans: Int, actions: [String]) -> RestartCost {
        RestartCost.of([(bans, actions)], after: restoration)
    }
}
