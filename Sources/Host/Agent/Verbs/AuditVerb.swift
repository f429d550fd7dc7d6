/// What the agent is asked of the heads of BanGUI's audit log, which it keeps where the console cannot change them.
public enum AuditVerb: Hashable, Codable, Sendable {
    /// Adds a head.
    case append(AgentAuditHead)
    /// Adds a head on root's word, whatever number was added last; for root alone.
    case vouch(AgentAuditHead)
    /// The lines behind the first so many, in the order in which they were added, as many as one answer holds.
    case heads(after: Int64)

    var name: AgentVerbName {
        switch self {
        case .append: .auditAppend
        case .vouch: .auditVouch
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

/// A head as it stands in root's file.
public struct AgentAuditLine: Hashable, Sendable {
    /// The head.
    public var head: AgentAuditHead
    /// When the agent wrote it, in UTC epoch seconds.
    public var at: Int64
    /// The number of the user for whom.
    public var user: UInt32

    /// Takes each part as it is.
    public init(head: AgentAuditHead, at: Int64, user: UInt32) {
        self.head = head
        self.at = at
        self.user = user
    }
}

/// Lines of root's file as they cross the agent's socket.
public struct AgentAuditLines: Packed, Hashable, Sendable {
    /// The lines, the first one first.
    public var lines: [AgentAuditLine]
    /// How many lines of the file are read with these: where the next answer goes on.
    public var next: Int64
    /// How many lines the file has.
    public var all: Int64

    /// Takes each part as it is.
    public init(_ lines: [AgentAuditLine], next: Int64, all: Int64) {
        self.lines = lines
        self.next = next
        self.all = all
    }

    /// The packed bytes.
    public var packed: [UInt8] {
        var writer = PackedWriter()
        writer.signed(next)
        writer.signed(all)
        writer.list(lines) { writer, line in
            writer.signed(line.head.sequence)
            writer.block(line.head.hash)
            writer.signed(line.at)
            writer.signed(Int64(line.user))
        }
        return writer.bytes
    }

    /// Reads packed bytes.
    public init(packed: [UInt8]) throws {
        var reader = PackedReader(packed)
        next = try reader.signed()
        all = try reader.signed()
        lines = try reader.list { reader throws(PackedError) in
            let head = AgentAuditHead(sequence: try reader.signed(), hash: try reader.block())
            let at = try reader.signed()
            guard let user = UInt32(exactly: try reader.signed()) else { throw .noSuchValue }
            return AgentAuditLine(head: head, at: at, user: user)
        }
        try reader.end()
    }
}
