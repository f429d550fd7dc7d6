import Host
import NIOCore

extension AgentDesk {
    /// What is asked of bans.
    func result(of verb: BanVerb) async throws(HostError) -> ByteBuffer {
        switch verb {
        case .list(let jail): try value(try await host.bans(in: jail))
        case .check(let ids, let jail): try value(try await host.isBanned(ids, in: jail))
        case .standing(let ids, let jail): try value(try await host.standingBans(of: ids, in: jail))
        case .ban(let ids, let jail): try value(try await host.ban(ids, in: jail))
        case .unban(let ids, let jail): try value(try await host.unban(ids, in: jail))
        }
    }
}
