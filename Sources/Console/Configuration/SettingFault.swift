/// One thing that is wrong with the configuration, told in one line.
public struct SettingFault: Error, Equatable, Sendable {
    /// The setting's key, or the unknown name as it was written.
    public let name: String
    /// What was found; nil for a secret or where nothing was.
    public let value: String?
    /// What is wrong with it.
    public let problem: String
    /// What to do.
    public let remedy: String

    init(_ key: SettingKey, value: String?, _ problem: String, remedy: String) {
        self.init(name: key.rawValue, value: SettingDefinition.of(key).isSecret ? nil : value, problem, remedy: remedy)
    }

    /// Takes each part as it is.
    public init(name: String, value: String?, _ problem: String, remedy: String) {
        self.name = name
        self.value = value
        self.problem = problem
        self.remedy = remedy
    }
}

extension SettingFault: CustomStringConvertible {
    /// `key=value: problem; remedy`, control characters made visible so that it stays one line.
    public var description: String {
        let line = name + (value.map { "=\($0)" } ?? "") + ": " + problem + "; " + remedy
        return line.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "\u{fffd}" : String($0) }.joined()
    }
}

/// All that is wrong with the configuration; the program prints one line each and ends with `exitCode`.
public struct ConfigurationFaults: Error, Equatable, Sendable {
    /// The faults in the order of the documentation, unknown names last.
    public let faults: [SettingFault]
    /// EX_CONFIG of sysexits.h.
    public static let exitCode: Int32 = 78
}
