import HTTPTypes
import Hummingbird

/// Adds to every answer the headers that tell a browser what it must not do; errors included, so it stands outermost.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = ConsoleContext

    /// Whether people reach the console by https; only then may a browser be told to use nothing else.
    let isSecure: Bool

    /// Nothing but our own files, nothing inline, no framing; script may make HTML through the one named policy only.
    static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "object-src 'none'",
        "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types fragment",
    ].joined(separator: "; ")

    static let permissionsPolicy = [
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
        "midi", "payment", "usb",
    ].map { "\($0)=()" }.joined(separator: ", ")

    @concurrent
    func handle(
        _ request: Request, context: ConsoleContext,
        next: @concurrent (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in Self.always { response.headers[field.name] = field.value }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        // Errors are answered past the router, which knows of HEAD.
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// What every answer has, whoever gives it.
    static let always: HTTPFields = fixed.reduce(
        into: [.contentSecurityPolicy: contentSecurityPolicy, .xContentTypeOptions: "nosniff"]
    ) { $0[$1.0] = $1.1 }

    private static let fixed: [(HTTPField.Name, String)] = [
        ("referrer-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"), ("cross-origin-embedder-policy", "require-corp"),
        ("permissions-policy", permissionsPolicy), ("x-frame-options", "DENY"),
    ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
}
