import Storage

/// The settings as a look at them finds them: nothing is opened for writing, brought forward or made.
public struct SettingsSeen: Sendable {
    /// The configuration in force; nil where its faults leave none.
    public let configuration: Configuration?
    /// What is wrong with it.
    public let faults: [SettingFault]
    /// The configuration in force, or else what command line and defaults make of it: where to look for the rest.
    public let place: Configuration?

    /// How long the database may take: SQLite itself waits for ten seconds where another program holds all locks.
    private static let patience: Duration = .seconds(2)

    /// What `sources` say, and the database of a finished setup where it answers in time.
    ///
    /// - Parameter faults: those that were met before, such as a `.env` that cannot be read.
    public static func look(
        _ sources: SettingSources, _ reader: ConfigurationReader, faults: [SettingFault] = []
    ) async -> SettingsSeen {
        var sources = sources
        if let directory = try? reader.dataDirectory(of: sources),
            case .complete(let mark)? = try? Installation.seen(in: directory), !mark.isOnServer
        {
            sources.stored[SettingKey.databasePath.rawValue] = mark.databasePath
        }
        let first = SettingsSeen(sources, reader, faults: faults)
        guard let place = first.configuration?.database else { return first }
        let stored = await Deadline.run(patience, else: [:]) {
            (try? place.inspect(patience: .milliseconds(500)))?.settings ?? [:]
        }
        guard !stored.isEmpty else { return first }
        sources.stored.merge(stored) { path, _ in path }
        return SettingsSeen(sources, reader, faults: faults)
    }

    init(_ sources: SettingSources, _ reader: ConfigurationReader, faults: [SettingFault] = []) {
        var found: [SettingFault] = []
        var read: Configuration?
        do throws(ConfigurationFaults) {
            read = try reader.read(sources)
        } catch {
            found = error.faults
        }
        configuration = faults.isEmpty ? read : nil
        self.faults = faults + found
        place =
            read ?? (try? reader.read(SettingSources(commandLine: sources.commandLine)))
            ?? (try? reader.read(SettingSources()))
    }
}
