import Fail2ban
import Host
import NIOCore

extension AgentDesk {
    /// What is asked of jails.
    func result(of verb: JailVerb) async throws(HostError) -> ByteBuffer {
        switch verb {
        case .counters: return try value(try await host.counters())
        case .settings(let jail): return try value(try await host.settings(of: jail))
        case .sight(let jail): return try value(try await host.sight(of: jail))
        case .firewall(let jail): return try value(try await host.firewall(of: jail))
        case .banTime(let jail): return try value(try await host.banTime(of: jail))
        case .change(let change, let jail):
            try await check(change, in: jail)
            return try value(try await host.change(change, in: jail))
        case .stop(let jail): try await host.stop(jail)
        case .start(let jail): try await host.start(jail)
        case .reload(let jail): try await host.reload(jail)
        }
        return try value(AgentDone())
    }

    /// An entry that is to be ignored no longer must be one that the daemon lists: the only text of a change.
    private func check(_ change: JailChange, in jail: JailName) async throws(HostError) {
        guard case .unignore(let entry) = change else { return }
        guard try await host.settings(of: jail).ignored.contains(where: { $0.utf8.elementsEqual(entry.utf8) }) else {
            throw .refused("the jail does not ignore that")
        }
    }
}
