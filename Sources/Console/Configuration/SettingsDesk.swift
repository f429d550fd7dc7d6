public import Storage

/// Changes what setup stored, within what command line, environment and file leave open.
public struct SettingsDesk: Sendable {
    let database: any Database
    let reader: ConfigurationReader
    let sources: SettingSources
    let now: @Sendable () -> Int64
    let apply: @Sendable (Configuration) -> Void

    /// Reads with `reader` what `sources` fix; `apply` is given what was stored, to have it hold at once where it can.
    public init(
        database: any Database, reader: ConfigurationReader, sources: SettingSources,
        now: @escaping @Sendable () -> Int64, apply: @escaping @Sendable (Configuration) -> Void = { _ in }
    ) {
        self.database = database
        self.reader = reader
        self.sources = sources
        self.now = now
        self.apply = apply
    }

    /// The stored settings by key, as they will hold from the next start on.
    public func stored() async throws -> [String: String] {
        let known = Set(SettingKey.allCases.map(\.rawValue))
        return try await database.read { try $0.settings.all() }.filter { known.contains($0.key) }
    }

    /// Stores values by key, all or none, and gives what is wrong with them, by field; an empty value takes the
    /// setting back to its default. Keys that a browser may not set are faults.
    public func store(_ values: [String: String], by author: Author) async throws -> [FieldFault] {
        var next = try await stored()
        var faults: [FieldFault] = []
        for (name, text) in values {
            guard let key = SettingKey(rawValue: name), SettingDefinition.of(key).authority == .browser,
                key != .databasePath
            else {
                faults.append(FieldFault(name, "This is not set here."))
                continue
            }
            next[name] = text == SettingDefinition.of(key).standard || text.isEmpty ? nil : text
        }
        var read: Configuration?
        do throws(ConfigurationFaults) {
            read = try configuration(next)
        } catch {
            faults += error.faults.map(Self.fault)
        }
        guard faults.isEmpty, let read else { return faults }
        let (moment, wanted) = (now(), next)
        try await database.write { transaction in
            let before = try transaction.settings.all()
            for name in values.keys {
                if let text = wanted[name] {
                    try transaction.settings.set(name, text, at: moment, by: author.userID)
                } else {
                    try transaction.settings.remove(name)
                }
            }
            let event = AuditEvent.change(.settings, of: values.keys, before, wanted)
            if let event { try transaction.note(event, by: author, at: moment) }
        }
        apply(read)
        return []
    }

    /// The configuration of the next start, with these values stored.
    private func configuration(_ stored: [String: String]) throws(ConfigurationFaults) -> Configuration {
        var sources = sources
        sources.stored.merge(stored) { $1 }
        for name in sources.stored.keys where stored[name] == nil && name != SettingKey.databasePath.rawValue {
            sources.stored[name] = nil
        }
        return try reader.read(sources)
    }

    private static func fault(_ fault: SettingFault) -> FieldFault {
        let key = SettingKey.allCases.first { $0.environmentName == fault.name || $0.rawValue == fault.name }
        return FieldFault(key?.rawValue ?? fault.name, "\(fault.problem); \(fault.remedy)")
    }
}
