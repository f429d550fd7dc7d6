import Host
import NIOCore

extension AgentDesk {
    /// What is asked of the audit log's heads.
    func result(of verb: AuditVerb, for peer: Peer) async throws(HostError) -> ByteBuffer {
        switch verb {
        case .append(let head):
            try await heads.append(head, by: peer.user)
            return try value(AgentDone())
        case .vouch(let head):
            // By what the kernel said when the connection was made: whoever runs the console cannot be root.
            guard peer.user == 0 else { throw .notAllowed("Only root vouches for an audit log.") }
            try await heads.vouch(for: head, by: peer.user)
            return try value(AgentDone())
        case .heads(let count): return try value(try await heads.lines(after: count))
        }
    }
}
