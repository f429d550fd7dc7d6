/// Something that someone changed, or tried to, as the audit log keeps it.
public struct AuditRecord: Hashable, Sendable {
    /// Its number: 1, 2, 3 and so on, without a gap.
    public var sequence: Int64
    /// When (UTC epoch seconds).
    public var at: Int64
    /// The account; nil for BanGUI itself, the command line, or where nobody was signed in.
    public var actorID: Int64?
    /// The name of who did it, as it was then; empty where it is not known.
    public var actorName: String
    /// By which way: `web`, `api`, `cli`, `bangui`.
    public var origin: String
    /// The address it came from.
    public var address: String?
    /// What was done, of a closed list of words.
    public var kind: String
    /// To whom or what.
    public var subject: String?
    /// On which host.
    public var host: String?
    /// In which jail.
    public var jail: String?
    /// What was so before.
    public var before: String?
    /// What is so after it.
    public var after: String?
    /// What came of it, of a closed list of words.
    public var result: String
    /// Why, in the words of who did it or of who refused it.
    public var detail: String?
    /// The operation that has the particulars.
    public var operationID: String?
    /// The hash of the entry before it, 32 bytes; of the first entry, bytes that mean nothing.
    public var previous: [UInt8]
    /// The hash over all of the above, 32 bytes.
    public var hash: [UInt8]

    /// Makes a record of its parts; number and hashes are given when it is appended.
    public init(
        sequence: Int64 = 0, at: Int64, actorID: Int64? = nil, actorName: String, origin: String,
        address: String? = nil, kind: String, subject: String? = nil, host: String? = nil, jail: String? = nil,
        before: String? = nil, after: String? = nil, result: String, detail: String? = nil,
        operationID: String? = nil, previous: [UInt8] = [], hash: [UInt8] = []
    ) {
        self.sequence = sequence
        self.at = at
        self.actorID = actorID
        self.actorName = actorName
        self.origin = origin
        self.address = address
        self.kind = kind
        self.subject = subject
        self.host = host
        self.jail = jail
        self.before = before
        self.after = after
        self.result = result
        self.detail = detail
        self.operationID = operationID
        self.previous = previous
        self.hash = hash
    }
}

/// The end of the audit log at some moment: what pins all that came before.
public struct AuditHead: Hashable, Sendable {
    /// The number of the last entry.
    public var sequence: Int64
    /// Its hash, 32 bytes.
    public var hash: [UInt8]

    /// Takes each part as it is.
    public init(sequence: Int64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = hash
    }
}

extension AuditRecord {
    /// The columns that `init(_:)` reads, of `audit a`.
    static let columns = """
        a.sequence, a.done_at, a.actor_id, a.actor_name, a.origin, a.address, a.kind, a.subject, a.host, a.jail,
        a.value_before, a.value_after, a.result, a.detail, a.operation_id, a.previous_hash, a.entry_hash
        """

    init(_ row: any Row) {
        self.init(
            sequence: row.integer(0), at: row.integer(1), actorID: row.optionalInteger(2), actorName: row.text(3),
            origin: row.text(4), address: row.optionalText(5), kind: row.text(6), subject: row.optionalText(7),
            host: row.optionalText(8), jail: row.optionalText(9), before: row.optionalText(10),
            after: row.optionalText(11), result: row.text(12), detail: row.optionalText(13),
            operationID: row.optionalText(14), previous: row.bytes(15), hash: row.bytes(16))
    }

    var arguments: [String: Value] {
        [
            "sequence": .integer(sequence), "at": .integer(at), "actor": .optional(actorID),
            "actorName": .text(actorName), "origin": .text(origin), "address": .optional(address),
            "kind": .text(kind), "subject": .optional(subject), "host": .optional(host), "jail": .optional(jail),
            "before": .optional(before), "after": .optional(after), "result": .text(result),
            "detail": .optional(detail), "operation": .optional(operationID), "previous": .bytes(previous),
            "hash": .bytes(hash),
        ]
    }
}
