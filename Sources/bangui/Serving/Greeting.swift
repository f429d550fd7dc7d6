import Console
import Foundation

/// What is said at the start.
enum Greeting {
    /// Prints where the console is, and before setup the one link that opens it.
    static func show(_ configuration: Configuration, _ phase: ConsolePhase, port: Int) {
        let host =
            configuration.listen.host == "0.0.0.0" || configuration.listen.host == "::"
            ? "localhost" : configuration.listen.host
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        let base = configuration.publicURL.map { "\($0)" } ?? "http://\(name):\(port)"
        if !configuration.cookie.isSecure {
            Output.line("plain http: cookies are not Secure; use this on this machine only.")
        }
        switch phase.current {
        case .ready: Output.line("console: \(base)/")
        case .setup(let desk):
            do {
                Output.line("setup: \(base)/setup?token=\(try desk.setup.token())")
            } catch {
                Output.line("setup: the one-time token cannot be written: \(error)")
            }
        }
    }
}
