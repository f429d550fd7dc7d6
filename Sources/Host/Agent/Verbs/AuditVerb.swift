/// What the agent is asked of the heads of BanGUI's audit log, which it keeps where the console cannot change them.
public enum AuditVerb: Hashable, Codable, Sendable {
    /// Adds a head.
    case append(AgentAuditHead)
    /// The heads after a number, the lowest first, as many as one answer holds.
    case heads(after: Int64)

    var name: AgentVerbName {
        switch self {
        case .append: .auditAppend
        case .heads: .auditHeads
        }
    }
}

/// Where the audit log stood: the number of an entry and its hash, which covers all before it.
public struct AgentAuditHead: Hashable, Codable, Sendable {
    /// The number of the entry.
    public var sequence: Int64
    /// Its hash, 32 bytes.
    public var hash: [UInt8]

    /// Takes each part as it is.
    public init(sequence: Int64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = hash
    }
}

/// Heads as they cross the agent's socket.
public struct AgentAuditHeads: Packed, Hashable, Sendable {
    /// The heads, the lowest number first.
    public var heads: [AgentAuditHead]

    /// Takes the heads.
    public init(_ heads: [AgentAuditHead]) { self.heads = heads }

    /// The packed bytes.
    public var packed: [UInt8] {
        var writer = PackedWriter()
        writer.list(heads) { writer, head in
            writer.signed(head.sequence)
            writer.block(head.hash)
        }
        return writer.bytes
    }

    /// Reads packed bytes.
    public init(packed: [UInt8]) throws {
        var reader = PackedReader(packed)
        heads = try reader.list { reader throws(PackedError) in
            AgentAuditHead(sequence: try reader.signed(), hash: try reader.block())
        }
        try reader.end()
    }
}
