import Console
import HTTPTypes
public import Hummingbird
import NIOCore

/// Serves the console below the path of its public address, where that has one (`https://example.org/bangui`).
///
/// Inside, every address is as without: it takes the path off before a route is looked up, and puts it before the address
/// of a redirect, the only one that is not written on a page. A proxy may have taken it off already; that is configured
/// (`proxy_strips_path`) and not guessed, because a path can have the name of a page.
public struct SubPath: HTTPResponder {
    private let inside: RouterResponder<ConsoleContext>
    private let gate: Gate

    init(inside: RouterResponder<ConsoleContext>, gate: Gate) {
        self.inside = inside
        self.gate = gate
    }

    /// Answers by the routes, or says where they are.
    @concurrent
    public func respond(to request: Request, context: ConsoleContext) async throws -> Response {
        let configuration = gate.configuration
        let base = configuration.basePath
        guard !base.isEmpty else { return try await inside.respond(to: request, context: context) }
        let path = request.head.path ?? "/"
        guard let rest = configuration.proxyStripsPath ? path : Self.rest(of: path, below: base) else {
            return outside(request, base)
        }
        var response = try await inside.respond(to: Self.moved(request, to: rest), context: context)
        if let location = response.headers[.location], location.utf8.first == UInt8(ascii: "/") {
            response.headers[.location] = base + location
        }
        return response
    }

    /// The path as the routes know it; nil for one that is outside. What probes and programs of this machine ask for is
    /// at both places.
    static func rest(of path: String, below base: String) -> String? {
        let bytes = path.utf8
        if bytes.starts(with: base.utf8) {
            let rest = bytes.dropFirst(base.utf8.count)
            switch rest.first {
            case nil, UInt8(ascii: "?"): return "/" + String(decoding: rest, as: UTF8.self)
            case UInt8(ascii: "/"): return String(decoding: rest, as: UTF8.self)
            default: return nil
            }
        }
        let place = String(decoding: bytes.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
        let isProbe = place == "/health" || place == "/metrics" || place.utf8.starts(with: "/health/".utf8)
        return isProbe ? path : nil
    }

    private static func moved(_ request: Request, to path: String) -> Request {
        var head = request.head
        head.path = path
        return Request(head: head, body: request.body)
    }

    /// From the root to the console; everything else is not the console's.
    private func outside(_ request: Request, _ base: String) -> Response {
        let isRead = request.method == .get || request.method == .head
        var response: Response
        if isRead, request.uri.path == "/" {
            response = Response(status: .temporaryRedirect, headers: [.location: base + "/"])
        } else {
            let words = "Nothing is here: BanGUI is at \(base)/\n"
            response = Response(
                status: .notFound, headers: [.contentType: "text/plain; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: words)))
        }
        for field in SecurityHeaders.always { response.headers[field.name] = field.value }
        response.headers[.cacheControl] = "no-store"
        return request.method == .head ? response.createHeadResponse() : response
    }
}
