import Console
import HTTPTypes
import Hummingbird
import Logging

/// Refuses requests for a name that is not the console's own, before any route runs.
///
/// It stands inside the error pages, so that a person reads what to set. Probes of health ask by any name, also by none, and so
/// do style sheets and scripts.
struct HostCheck: RouterMiddleware {
    typealias Context = ConsoleContext

    let gate: Gate
    /// What the machine calls itself.
    let machineName: String

    @concurrent
    func handle(
        _ request: Request, context: ConsoleContext,
        next: @concurrent (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        if !Self.isProbe(request), !Self.isAsset(request) { try check(request, context) }
        return try await next(request, context)
    }

    private func check(_ request: Request, _ context: ConsoleContext) throws {
        let configuration = gate.configuration
        let names = OwnNames(
            publicURL: configuration.publicURL, listen: configuration.listen, machine: machineName)
        // The first one is taken out of the fields; any more are still there.
        switch names.verdict(on: request.head.authority, others: request.headers[values: Self.host]) {
        case .own: return
        case .malformed:
            throw Problem(
                .badRequest, .badRequest, "The host is not clear", "Send the header Host, once, with a name or address."
            )
        case .unknown(let name):
            context.logger.info("a request for an unknown host was refused", metadata: ["host": "\(name)"])
            throw Problem(
                .misdirectedRequest, .unknownHost, "Unknown host", Self.words(for: name, configuration))
        }
    }

    private static func words(for name: String, _ configuration: Configuration) -> String {
        if let address = configuration.publicAddress {
            return
                "BanGUI is not “\(name)”; its public_url is \(address). Open that, or have the proxy in front pass on "
                + "the Host that it was asked for. The machine's IP address works too."
        }
        let scheme = configuration.cookie.isSecure ? "https" : "http"
        return "BanGUI does not know “\(name)” as its own name. Where people shall reach it by that name, set "
            + "BANGUI_PUBLIC_URL=\(scheme)://\(name) and restart it; the machine's IP address works without."
    }

    private static func isProbe(_ request: Request) -> Bool {
        let path = request.uri.path.utf8
        // What asks for metrics shows a token in a header that a page of another site cannot send.
        return path.elementsEqual("/health".utf8) || path.starts(with: "/health/".utf8)
            || path.elementsEqual("/metrics".utf8)
    }

    /// Style and scripts are the same for everyone, and the page of the refusal needs them.
    private static func isAsset(_ request: Request) -> Bool {
        request.method == .get && request.uri.path.utf8.starts(with: "/assets/".utf8)
    }

    // The name is a literal of ours and always valid, so the fallback never speaks.
    private static let host = HTTPField.Name("host") ?? .origin
}
