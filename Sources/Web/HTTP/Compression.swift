import HTTPTypes
import Hummingbird
import NIOCore

/// Packs pages for browsers that take gzip.
///
/// A page holds the form token beside words of the request, so that the size of its packed form could tell who makes
/// others' browsers ask for it what the token is, a byte at a time (the BREACH attack). Packed is therefore only what our
/// own pages or the person at the browser asked for: `Sec-Fetch-Site`, which no script can set, says so.
struct Compression: RouterMiddleware {
    typealias Context = ConsoleContext

    /// Bytes below which packing saves no packet.
    static let least = 1_400

    @concurrent
    func handle(
        _ request: Request, context: ConsoleContext,
        next: @concurrent (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard response.headers[.contentType]?.hasPrefix("text/html") == true else { return response }
        response.headers[.vary] = "Accept-Encoding, Sec-Fetch-Site"
        guard request.takesGzip, request.isFromHere, let length = response.body.contentLength, length >= Self.least
        else { return response }
        let whole = WholeBody()
        try await response.body.write(whole)
        response.body = .init(byteBuffer: whole.bytes)
        guard let packed = Gzip.packed(whole.bytes, .eachTime) else { return response }
        return response.packed(packed)
    }
}

extension Response {
    /// The same answer with its body packed as `bytes`.
    func packed(_ bytes: ByteBuffer) -> Response {
        var response = self
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        response.body = .init(byteBuffer: bytes)
        return response
    }
}

extension Request {
    /// Whether the client takes gzip (RFC 9110, 12.5.3); "any" does not count, since it may mean a program that takes all
    /// and unpacks nothing.
    var takesGzip: Bool {
        headers[values: .acceptEncoding].contains { line in
            line.utf8.split(separator: UInt8(ascii: ",")).contains { Self.isGzip($0) }
        }
    }

    /// Whether our own pages or the person at the browser asked, and no page of anyone else.
    fileprivate var isFromHere: Bool {
        switch headers[Gate.secFetchSite] {
        case "same-origin", "none": true
        default: false
        }
    }

    private static func isGzip(_ coding: Substring.UTF8View) -> Bool {
        let parts = String(Substring(coding)).lowercased().split(separator: ";").map { part in
            String(part.filter { $0 != " " && $0 != "\t" })
        }
        guard parts.first == "gzip" else { return false }
        guard let weight = parts.dropFirst().first(where: { $0.hasPrefix("q=") }) else { return true }
        return Double(weight.dropFirst(2)) ?? 0 > 0
    }
}

/// Takes a body that is short and ready as a whole.
private final class WholeBody: ResponseBodyWriter {
    private(set) var bytes = ByteBuffer()

    func write(_ buffer: ByteBuffer) { bytes.writeImmutableBuffer(buffer) }

    func finish(_ trailingHeaders: HTTPFields?) {}
}
