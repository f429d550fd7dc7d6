/// What a token may be for; of it, a token has what its owner may do at the moment of the request.
public enum TokenScope: String, CaseIterable, Sendable {
    /// Looking at all about bans, events and jails.
    case read
    /// Banning, unbanning, undoing and keeping that.
    case bans
    /// Starting, stopping, reloading and changing jails, undoing and keeping that.
    case jails
    /// Looking at the console itself: health, doctor, settings, audit log, tasks.
    case system
    /// Changing the settings of the console, and having its tasks run now.
    case settings

    /// The scopes that words name, each once; nil where one of them names none.
    static func set(_ words: some Sequence<String>) -> Set<TokenScope>? {
        var scopes: Set<TokenScope> = []
        for word in words {
            guard let scope = allCases.first(where: { $0.rawValue.utf8.elementsEqual(word.utf8) }) else { return nil }
            scopes.insert(scope)
        }
        return scopes
    }

    /// Whether the scope gives a person's token anything.
    public func isUseful(to person: Principal) -> Bool {
        Action.allCases.contains { $0.scopes == [self] && person.ownerMay($0) }
    }
}

extension Set<TokenScope> {
    /// The words in the order of the list, apart by spaces.
    public var text: String { words.joined(separator: " ") }

    /// The words in the order of the list.
    public var words: [String] { TokenScope.allCases.filter(contains).map(\.rawValue) }
}

extension Action {
    /// Whether no program may, whatever it has in hand: none makes tokens or changes how its owner signs in.
    public var isForPeopleAlone: Bool { self == .createOwnToken || self == .changeOwnPassword }

    /// The scopes of which a token needs one. Whatever is not named here no token may do: accounts, sessions, passwords and
    /// tokens are for people.
    public var scopes: Set<TokenScope> {
        switch (self, rule.need, rule.changesState) {
        // Which token it is, and what there is to ask, may be asked by each.
        case (.viewSession, _, _), (.viewDescription, _, _): Set(TokenScope.allCases)
        case (.awaitPulse, _, _): [.read]
        // What was done to a jail is judged once more when it is known what it was.
        case (.undo, _, _), (.confirmOperation, _, _): [.bans, .jails]
        case (.changeSettings, _, _): [.settings]
        case (.runTask, _, _): [.settings]
        case (_, .app(.guard, _), false): [.read]
        case (_, .app(.guard, .operate), true): [.bans]
        case (_, .app(.guard, .manage), true): [.jails]
        case (_, .administrator, false): [.system]
        default: []
        }
    }
}
