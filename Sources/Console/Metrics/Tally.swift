internal import Storage
internal import Synchronization

/// Counts things by kind, since the program started.
public final class Tally<Kind: Hashable & Sendable>: Sendable {
    private let held = Mutex<[Kind: Int64]>([:])

    init() {}

    /// The numbers so far.
    public var counts: [Kind: Int64] { held.withLock { $0 } }

    func add(_ kind: Kind, count: Int64 = 1) { held.withLock { $0[kind, default: 0] += count } }
}

/// What came of a part of an operation, for counting.
public struct OperationOutcome: Hashable, Sendable {
    /// What was done.
    public var kind: OperationRecord.Kind
    /// What came of it, in the words of `OperationRecord.Result`.
    public var result: String
}

/// How a try to sign in ended, for counting.
public enum SignInResult: String, CaseIterable, Sendable {
    case done, wrong, limited, busy
}

extension Tally where Kind == OperationOutcome {
    /// Counts each part of an operation.
    func add(partsOf draft: OperationDraft) {
        for (result, items) in Dictionary(grouping: draft.items, by: \.result) {
            add(OperationOutcome(kind: draft.kind, result: result), count: Int64(items.count))
        }
    }
}
