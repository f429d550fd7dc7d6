import Storage

extension Accounts {
    /// Changes what a person chose, all or nothing; it holds from the next request on.
    ///
    /// - Parameter texts: the new choices by `Preferences.Key`; what is not named stays.
    /// - Returns: the faults, none where all was stored.
    public func choose(_ texts: [String: String], for id: Int64, zones: TimeZoneNames) async throws -> [FieldFault] {
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
        let (standard, pairs) = (Preferences(), chosen)
        try await database.write { transaction in
            for (key, text) in pairs {
                // What is as it is for everyone is not kept: a later default then holds for them too.
                if standard[key] == text {
                    try transaction.preferences.remove(key.rawValue, of: id)
                } else {
                    try transaction.preferences.set(key.rawValue, text, of: id)
                }
            }
        }
        return []
    }
}
