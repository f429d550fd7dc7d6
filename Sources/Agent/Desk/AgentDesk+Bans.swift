import Fail2ban
import Host
import NIOCore

extension AgentDesk {
    /// What is asked of bans.
    func result(of verb: BanVerb) async throws(HostError) -> ByteBuffer {
        switch verb {
        case .list(let jail): return try value(try await host.bans(in: jail))
        case .check(let ids, let jail): return try value(try await host.isBanned(ids, in: jail))
        case .standing(let ids, let jail): return try value(try await host.standingBans(of: ids, in: jail))
        case .ban(let ids, let jail):
            try await check(ids.filter { !BanRules.isPlain($0) }, in: jail)
            return try value(try await host.ban(ids, in: jail))
        case .unban(let ids, let jail): return try value(try await host.unban(ids, in: jail))
        }
    }

    /// Ids that are no plain words must be banned already.
    private func check(_ odd: [BanID], in jail: JailName) async throws(HostError) {
        guard !odd.isEmpty else { return }
        guard try await host.isBanned(odd, in: jail).allSatisfy(\.self) else { throw BanRules.onlyByItself }
    }
}
