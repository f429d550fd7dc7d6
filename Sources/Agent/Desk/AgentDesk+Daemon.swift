import Host
import NIOCore

extension AgentDesk {
    /// What is asked of the daemon and of its machine.
    func result(of verb: DaemonVerb) async throws(HostError) -> ByteBuffer {
        switch verb {
        case .ping(let milliseconds):
            try await host.ping(deadline: .milliseconds(milliseconds))
            return try value(AgentDone())
        case .info: return try value(try await host.daemon())
        case .start:
            guard configuration.powers.contains(.startDaemon) else { throw .notAllowed(LocalHost.noStartCommand) }
            try await host.startDaemon()
            return try value(AgentDone())
        case .blindSpots: return try value(try await host.blindSpots())
        case .protectedNetworks: return try value(await host.protectedNetworks())
        }
    }
}
