/// What came of saving settings.
enum SettingsOutcome: String, Sendable, Hashable {
    /// Nothing was another value than before.
    case unchanged
    /// All that changed holds.
    case now
    /// Something that changed holds from the next start on.
    case later
}
