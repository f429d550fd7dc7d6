public import Host
public import Storage

/// Heads of the audit log in a file of root's that the agent keeps: the console can add to it and read it, and no more.
public struct AuditAnchorAgent: AuditAnchor {
    private let agent: AgentHost

    /// Keeps heads with this agent.
    public init(_ agent: AgentHost) { self.agent = agent }

    /// Where the heads are.
    public let place = "the agent's file"

    /// The agent is root's.
    public let isIndependent = true

    /// Adds a head. Root's file takes none that is not above its last, but on root's word: one that is refused is told, and
    /// never passed over.
    public func append(_ head: AuditHead) async throws(AuditAnchorError) {
        do throws(HostError) {
            try await agent.appendAuditHead(AgentAuditHead(sequence: head.sequence, hash: head.hash))
        } catch .refused(let words) {
            throw AuditAnchorError("The agent refuses entry \(head.sequence): \(words)", isRefusal: true)
        } catch {
            throw AuditAnchorError("The agent cannot be asked: \(error.words)")
        }
    }

    /// All heads, in the order in which they were added.
    public func heads() async throws(AuditAnchorError) -> [AnchoredHead] {
        try await read { () async throws(HostError) in try await agent.auditLines() }
    }

    /// The heads that were added last: as few lines of root's file are read.
    public func lastHeads(_ most: Int) async throws(AuditAnchorError) -> [AnchoredHead] {
        try await read { () async throws(HostError) in try await agent.lastAuditLines(most) }
    }

    private func read(
        _ lines: () async throws(HostError) -> [AgentAuditLine]
    ) async throws(AuditAnchorError) -> [AnchoredHead] {
        do throws(HostError) {
            return try await lines().map {
                AnchoredHead(AuditHead(sequence: $0.head.sequence, hash: $0.head.hash), at: $0.at, user: $0.user)
            }
        } catch {
            throw AuditAnchorError("The agent cannot be asked: \(error.words)")
        }
    }
}
