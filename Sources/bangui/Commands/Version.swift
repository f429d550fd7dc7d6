import ArgumentParser
import Web

/// `bangui version`
struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The version of this program.")
    /// Taken as by every other command, and of no effect.
    @OptionGroup(visibility: .hidden) var place: Place
    @Flag(help: "Print JSON.") var json = false

    func run() {
        Output.line(json ? #"{"version":"\#(BanGUIVersion.text)"}"# : "bangui \(BanGUIVersion.text)")
    }
}
