/// Why root's configuration cannot be used: one line that names the place and the remedy.
public struct AgentConfigurationFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// The line, counted from 1; nil for the file as a whole.
    public var line: Int?
    /// What is wrong, and what mends it.
    public var words: String

    /// `PATH:LINE: words`.
    public var description: String { path + (line.map { ":\($0)" } ?? "") + ": " + words }
}
