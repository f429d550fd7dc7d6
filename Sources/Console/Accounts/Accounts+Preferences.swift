import Storage

extension Accounts {
    /// Changes what a person chose, all or nothing; it holds from the next request on.
    ///
    /// - Parameters:
    ///   - texts: the new choices by `Preferences.Key`; what is not named stays.
    ///   - author: the person.
    /// - Returns: the faults, none where all was stored.
    public func choose(
        _ texts: [String: String], by author: Author, zones: TimeZoneNames
    ) async throws -> [FieldFault] {
        guard let id = author.userID else { throw AccountError.unknown }
        var chosen: [(Preferences.Key, String)] = []
        var faults: [FieldFault] = []
        var checked = Preferences()
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            guard let key = Preferences.Key(rawValue: name) else {
                faults.append(FieldFault(name, "There is no such setting."))
                continue
            }
            if checked.take(text, for: key, zones: zones) {
                chosen.append((key, text))
            } else {
                faults.append(FieldFault(name, key == .zone ? "There is no such time zone." : "This cannot be chosen."))
            }
        }
        guard faults.isEmpty else { return faults }
        let (standard, pairs, moment) = (Preferences(), chosen, now())
        try await database.write { transaction in
            let before = Preferences(stored: try transaction.preferences.all(of: id))
            for (key, text) in pairs {
                // What is as it is for everyone is not kept: a later default then holds for them too.
                if standard[key] == text {
                    try transaction.preferences.remove(key.rawValue, of: id)
                } else {
                    try transaction.preferences.set(key.rawValue, text, of: id)
                }
            }
            let event = AuditEvent.change(
                .ownSettings, of: pairs.map(\.0.rawValue),
                Dictionary(pairs.map { ($0.0.rawValue, before[$0.0]) }) { $1 },
                Dictionary(pairs.map { ($0.0.rawValue, $0.1) }) { $1 })
            if let event { try transaction.note(event, by: author, at: moment) }
        }
        return []
    }
}
