import Console
import Foundation

/// What is said at the start.
enum Greeting {
    /// Prints where the console is, and before setup the one link that opens it: last, and set off from the log.
    static func show(_ configuration: Configuration, _ phase: ConsolePhase, port: Int) {
        let host =
            configuration.listen.host == "0.0.0.0" || configuration.listen.host == "::"
            ? "localhost" : configuration.listen.host
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        let base = configuration.publicAddress.map { "\($0)" } ?? "http://\(name):\(port)"
        if !configuration.cookie.isSecure {
            Output.line("plain http: cookies are not Secure; use this on this machine only.")
        }
        switch phase.current {
        case .ready: Output.line("\nconsole: \(base)/\n")
        case .setup(let desk):
            do {
                let link = "\(base)/setup?token=\(try desk.setup.token())"
                Output.line("\nOpen this link to set BanGUI up; it works once:\n\nsetup: \(link)\n")
            } catch {
                Output.line("setup: the one-time token cannot be written: \(error)")
            }
        }
    }
}
