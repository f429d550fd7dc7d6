public import Storage

/// A place that keeps heads of the audit log where those who can change the database cannot change them, or at least
/// apart from it. Heads are only ever added.
public protocol AuditAnchor: Sendable {
    /// Where the heads are, for people.
    var place: String { get }

    /// Whether another than the console keeps them: then who added each is known.
    var isIndependent: Bool { get }

    /// Adds a head.
    func append(_ head: AuditHead) async throws(AuditAnchorError)

    /// All heads, in the order in which they were added.
    func heads() async throws(AuditAnchorError) -> [AnchoredHead]

    /// The heads that were added last, so many at most, in that order.
    func lastHeads(_ most: Int) async throws(AuditAnchorError) -> [AnchoredHead]
}

extension AuditAnchor {
    /// The end of all heads, for a place that cannot be read from its end.
    public func lastHeads(_ most: Int) async throws(AuditAnchorError) -> [AnchoredHead] {
        try await heads().suffix(most)
    }
}

/// A head as it was anchored.
public struct AnchoredHead: Hashable, Sendable {
    /// The head.
    public var head: AuditHead
    /// When, in UTC epoch seconds; nil where that is not kept.
    public var at: Int64?
    /// The number of the user who added it; nil where that is not kept.
    public var user: UInt32?

    /// Takes each part as it is.
    public init(_ head: AuditHead, at: Int64? = nil, user: UInt32? = nil) {
        self.head = head
        self.at = at
        self.user = user
    }

    /// Whether root added it.
    var isRoots: Bool { user == 0 }
}

/// Why heads cannot be kept or read.
public struct AuditAnchorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for a person.
    public let description: String
    /// Whether whoever keeps the heads did not take one, so that to try again at once is of no use.
    public let isRefusal: Bool

    /// Takes the words as they are.
    public init(_ words: String, isRefusal: Bool = false) {
        description = words
        self.isRefusal = isRefusal
    }
}
