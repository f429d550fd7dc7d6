import Host
import NIOCore

extension AgentDesk {
    /// What is asked of the audit log's heads.
    func result(of verb: AuditVerb, for peer: Peer) async throws(HostError) -> ByteBuffer {
        switch verb {
        case .append(let head):
            try await heads.append(head, by: peer.user)
            return try value(AgentDone())
        case .heads(let sequence): return try value(AgentAuditHeads(try await heads.heads(after: sequence)))
        }
    }
}
