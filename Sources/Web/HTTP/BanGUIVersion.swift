/// The version of the program.
package enum BanGUIVersion {
    /// Such as `0.1.0`, by semver.org; CHANGELOG.md says what is in it.
    package static let text = "0.1.0"
}
