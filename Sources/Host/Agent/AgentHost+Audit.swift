extension AgentHost {
    /// Adds a head of the audit log to root's file. Numbers grow; the last head once more is no error.
    public func appendAuditHead(_ head: AgentAuditHead) async throws(HostError) {
        _ = try await ask(.audit(.append(head)), AgentDone.self)
    }

    /// Adds a head on root's word, whatever number was added last. Whoever is not root is refused (`notAllowed`).
    public func vouchForAuditHead(_ head: AgentAuditHead) async throws(HostError) {
        _ = try await ask(.audit(.vouch(head)), AgentDone.self)
    }

    /// The lines of root's file behind the first so many, all of them, in the order in which they were added.
    public func auditLines(after count: Int64 = 0) async throws(HostError) -> [AgentAuditLine] {
        var lines: [AgentAuditLine] = []
        var place = count
        while true {
            let part = try await auditPart(after: place)
            guard part.next > place else { return lines }
            lines += part.lines
            place = part.next
        }
    }

    /// The last lines of root's file, so many at most.
    public func lastAuditLines(_ most: Int) async throws(HostError) -> [AgentAuditLine] {
        let all = try await auditPart(after: .max).all
        return try await auditLines(after: max(0, all - Int64(most)))
    }

    private func auditPart(after place: Int64) async throws(HostError) -> AgentAuditLines {
        try await ask(.audit(.heads(after: place)), AgentAuditLines.self, within: AgentDeadline.listing)
    }
}
