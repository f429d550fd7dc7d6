import Fail2ban
import Host
import Storage

/// What an operation was to bring about, as far as its record tells, so that one that was cut off can be judged by what
/// is true now.
enum Effect {
    /// Bans, each until the end that was chosen for it; without one for as long as the jail bans.
    case ban([OperationItem.Place: BanTime])
    case unban
    /// Settings, each with what tells that it was changed.
    case settings([OperationItem.Place: Change])
    /// Whether the jail was to run; nil for a reload, which leaves no trace.
    case jail(runs: Bool?)

    /// What tells that a setting was changed.
    enum Change {
        /// It is as this change makes it.
        case made(JailChange)
        /// It is not as this change would make it again.
        case away(from: JailChange)

        func isDone(in settings: JailSettings) -> Bool {
            switch self {
            case .made(let change): change.isAlready(in: settings)
            case .away(let change): !change.isAlready(in: settings)
            }
        }
    }

    /// Reads what the operation, and the one that it takes back, have on record.
    init(of operation: Operation, in database: any Database) async throws {
        let id = operation.undoes ?? operation.id
        guard let (source, items) = try await database.read({ try $0.operations.find(id: id) }) else {
            self = .jail(runs: nil)
            return
        }
        let isUndo = operation.undoes != nil
        switch OperationRecord.Kind(rawValue: source.kind) {
        case .ban where !isUndo:
            let time = operation.duration.flatMap(BanTime.init(fail2ban:))
            self = .ban(Self.byPlace(items) { _ in time })
        case .unban where isUndo:
            self = .ban(
                Self.byPlace(items) {
                    guard case .left(let time) = Remaining($0, at: operation.at) else { return nil }
                    return time
                })
        case .ban, .unban: self = .unban
        case .change, .ignore, .unignore:
            self = .settings(
                Self.byPlace(items) { item in
                    JailChange(takingBack: source.kind, item).map { isUndo ? .made($0) : .away(from: $0) }
                })
        case .undo: self = try await Effect(takingBackUndo: source, items, in: database)
        case .start: self = .jail(runs: true)
        case .stop: self = .jail(runs: false)
        case .reload, nil: self = .jail(runs: nil)
        }
    }

    /// The effect of taking back an undo that was on trial.
    private init(takingBackUndo undo: Operation, _ items: [OperationItem], in database: any Database) async throws {
        guard try await database.read({ try $0.kind(takenBackBy: undo) }) == .ignore else {
            self = .unban
            return
        }
        self = .settings(
            Self.byPlace(items) {
                JailChange(takingBack: OperationRecord.Kind.unignore.rawValue, $0).map { .made($0) }
            })
    }

    private static func byPlace<Value>(
        _ items: [OperationItem], _ value: (OperationItem) -> Value?
    ) -> [OperationItem.Place: Value] {
        Dictionary(items.compactMap { item in value(item).map { (item.place, $0) } }) { first, _ in first }
    }
}

extension OperationItem {
    /// Where an item belongs, in the operation and in those that take it back.
    struct Place: Hashable {
        let jail: String
        let id: String
    }

    /// Where it belongs.
    var place: Place { Place(jail: jail, id: id) }
}
