/// Everything that may set a setting, strongest first: the command line, the environment, a `.env` file, what setup
/// stored.
public struct SettingSources: Sendable {
    /// Values of flags.
    public var commandLine: [SettingKey: String]
    /// The whole environment; only names that start with `BANGUI_` are looked at.
    public var environment: [String: String]
    /// The `.env` file, nil where there is none.
    public var file: DotEnv?
    /// Rows of `settings` and the database path of `bootstrap.json`; other keys are passed over.
    public var stored: [String: String]

    /// Takes the sources as they were read.
    public init(
        commandLine: [SettingKey: String] = [:], environment: [String: String] = [:], file: DotEnv? = nil,
        stored: [String: String] = [:]
    ) {
        self.commandLine = commandLine
        self.environment = environment
        self.file = file
        self.stored = stored
    }

    /// The text that stands for `key`, and where it comes from.
    func text(of key: SettingKey) -> (text: String, origin: SettingOrigin) {
        if let text = commandLine[key] { return (text, .commandLine) }
        if let text = environment[key.environmentName] { return (text, .environment) }
        if let entry = file?.entries.first(where: { $0.name == key.environmentName }) {
            return (entry.value, .file(line: entry.line))
        }
        let definition = SettingDefinition.of(key)
        if definition.authority == .browser, let text = stored[key.rawValue] { return (text, .stored) }
        return (definition.standard, .builtIn)
    }

    /// Names that start with `BANGUI_` and are no setting, with the place where they stand.
    func unknownNames(besides known: Set<String>) -> [SettingFault] {
        let names = Set(SettingKey.allCases.map(\.environmentName)).union(known)
        func isUnknown(_ name: String) -> Bool { name.utf8.starts(with: "BANGUI_".utf8) && !names.contains(name) }
        let fromEnvironment = environment.keys.filter(isUnknown).sorted().map { ($0, "the environment") }
        let fromFile = (file?.entries ?? []).filter { isUnknown($0.name) }.map {
            ($0.name, "line \($0.line) of \(file?.path ?? "")")
        }
        return (fromEnvironment + fromFile).map { name, place in
            let nearest = names.min { EditDistance.between($0, name) < EditDistance.between($1, name) }
            let isNear = nearest.map { EditDistance.between($0, name) <= 3 } ?? false
            let remedy =
                isNear ? "did you mean \(nearest ?? "")?" : "remove it from \(place); .env.example lists every name"
            return SettingFault(name: name, value: nil, "is no setting (\(place))", remedy: remedy)
        }
    }
}

/// How many letters two names differ by (Levenshtein).
enum EditDistance {
    static func between(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8)
        var row = Array(0...right.count)
        for (index, byte) in left.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (byte == right[column] ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
