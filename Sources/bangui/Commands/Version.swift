import ArgumentParser
import Web

/// `bangui version`
struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The version of this program.")
    @Flag(help: "Print JSON.") var json = false

    func run() {
        Output.line(json ? #"{"version":"\#(BanGUIVersion.text)"}"# : "bangui \(BanGUIVersion.text)")
    }
}
