extension AgentHost {
    /// Adds a head of the audit log to root's file. Numbers grow; the last head once more is no error.
    public func appendAuditHead(_ head: AgentAuditHead) async throws(HostError) {
        _ = try await ask(.audit(.append(head)), AgentDone.self)
    }

    /// The heads in root's file after a number, all of them, the lowest first.
    public func auditHeads(after sequence: Int64 = 0) async throws(HostError) -> [AgentAuditHead] {
        var heads: [AgentAuditHead] = []
        var last = sequence
        while true {
            let part = try await ask(
                .audit(.heads(after: last)), AgentAuditHeads.self, within: AgentDeadline.listing
            ).heads
            guard let end = part.last?.sequence, end > last else { return heads }
            heads += part
            last = end
        }
    }
}
