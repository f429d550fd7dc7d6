public import Host
public import Storage

/// Heads of the audit log in a file of root's that the agent keeps: the console can add to it and read it, and no more.
public struct AuditAnchorAgent: AuditAnchor {
    private let agent: AgentHost

    /// Keeps heads with this agent.
    public init(_ agent: AgentHost) { self.agent = agent }

    /// Where the heads are.
    public let place = "the agent's file"

    /// Adds a head. Root's file takes none below its last, so a restored log is anchored again once it has passed what was
    /// anchored of the one before it; until then that is nobody's fault and is passed over.
    public func append(_ head: AuditHead) async throws(AuditAnchorError) {
        do throws(HostError) {
            try await agent.appendAuditHead(AgentAuditHead(sequence: head.sequence, hash: head.hash))
        } catch .refused(let words) {
            let later = try await heads(after: head.sequence - 1)
            guard !later.isEmpty else { throw AuditAnchorError(words) }
        } catch {
            throw AuditAnchorError("The agent cannot be asked: \(error.words)")
        }
    }

    /// All heads, the lowest number first.
    public func heads() async throws(AuditAnchorError) -> [AuditHead] { try await heads(after: 0) }

    private func heads(after sequence: Int64) async throws(AuditAnchorError) -> [AuditHead] {
        do throws(HostError) {
            return try await agent.auditHeads(after: sequence).map { AuditHead(sequence: $0.sequence, hash: $0.hash) }
        } catch {
            throw AuditAnchorError("The agent cannot be asked: \(error.words)")
        }
    }
}
