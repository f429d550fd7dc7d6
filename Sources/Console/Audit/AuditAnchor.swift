public import Storage

/// A place that keeps heads of the audit log where those who can change the database cannot change them, or at least
/// apart from it. Heads are only ever added.
public protocol AuditAnchor: Sendable {
    /// Where the heads are, for people.
    var place: String { get }

    /// Adds a head.
    func append(_ head: AuditHead) async throws(AuditAnchorError)

    /// All heads, in the order in which they were added.
    func heads() async throws(AuditAnchorError) -> [AuditHead]
}

/// Why heads cannot be kept or read.
public struct AuditAnchorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for a person.
    public let description: String

    /// Takes the words as they are.
    public init(_ words: String) { description = words }
}
