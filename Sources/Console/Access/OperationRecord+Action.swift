extension OperationRecord {
    /// The action whose rule holds for who wants to take this back or keep it: the one by which it was done, for an undo
    /// the one that it takes back.
    public var action: Action {
        switch kind == .undo ? takesBack ?? .undo : kind {
        case .ban: .ban
        case .unban: .unban
        case .ignore: .ignoreAddress
        case .unignore: .unignoreAddress
        case .start: .startJail
        case .stop: .stopJail
        case .reload: .reloadJail
        // An undo of something that is not known any more may be of anything.
        case .change, .undo: .changeJail
        }
    }
}
