import Console
import HTTPTypes
import Hummingbird
import NIOCore
import Logging

/// Registers every route together with its action: there is no other way to get one in.
///
/// A route whose action changes state cannot be a GET; one whose action needs a session hands its handler a `Visit`,
/// which cannot be had without one. Breaking either rule stops the program at its start, and so fails every test.
final class Routes {
    /// One registered route, for tests and documentation.
    struct Entry: Hashable, Sendable {
        var method: String
        var path: String
        var action: Action
    }

    private let router: Router<ConsoleContext>
    private let gate: Gate
    /// Every registered route, in order.
    private(set) var entries: [Entry] = []

    init(router: Router<ConsoleContext>, gate: Gate) {
        self.router = router
        self.gate = gate
    }

    /// A JSON route for someone who is signed in, and for programs with a token; what changes state demands the header
    /// `X-CSRF-Token` of whoever comes by cookie.
    func api(
        _ method: HTTPRequest.Method, _ path: String, _ action: Action,
        _ handler: @escaping @Sendable (Visit) async throws -> Response
    ) {
        add(method, path, action) { [gate] request, context in
            let visit = try await gate.admitToAPI(request, context, action)
            return try await visit.audited(action) {
                if action.rule.changesState, !visit.isByBearer {
                    try gate.checkToken(request.headers[Self.csrfHeader], visit)
                }
                try gate.pace(action, of: visit)
                return try await handler(visit)
            }
        }
    }

    /// A page for someone who is signed in.
    func page(
        _ route: Route, _ action: Action, _ handler: @escaping @Sendable (Visit) async throws -> Response
    ) {
        add(.get, route.rawValue, action) { [gate] request, context in
            try await handler(try await gate.admit(request, context, action))
        }
    }

    /// A form for someone who is signed in; what changes state demands the hidden field `_csrf`.
    func form(
        _ route: Route, _ action: Action,
        _ handler: @escaping @Sendable (Visit, FormFields) async throws -> Response
    ) {
        add(.post, route.rawValue, action) { [gate] request, context in
            let visit = try await gate.admit(request, context, action)
            return try await visit.audited(action) {
                let fields = try await RequestBody.form(of: request, limit: RequestBody.limit)
                context.attempt.note(fields)
                if action.rule.changesState { try gate.checkToken(fields["_csrf"], visit) }
                try gate.pace(action, of: visit)
                return try await handler(visit, fields)
            }
        }
    }

    /// A route for anyone after setup.
    func open(
        _ method: HTTPRequest.Method, _ path: String, _ action: Action,
        _ handler: @escaping @Sendable (OpenVisit) async throws -> Response
    ) {
        precondition(action.rule.need == .anyone, "\(path) is open and its action \(action) is not")
        add(method, path, action) { [gate] request, context in
            try await handler(try gate.admitAnyone(request, context, action))
        }
    }

    /// A route for whoever sets the console up.
    func setup(
        _ method: HTTPRequest.Method, _ path: String, _ action: Action,
        _ handler: @escaping @Sendable (SetupVisit) async throws -> Response
    ) {
        precondition(action.rule.need == .setup, "\(path) is for setup and its action \(action) is not")
        add(method, path, action) { [gate] request, context in
            try await handler(try gate.admitSetup(request, context, action))
        }
    }

    /// A route that works before, during and after setup and touches no service.
    func always(
        _ path: String, _ action: Action,
        _ handler: @escaping @Sendable (Request, ConsoleContext) async throws -> Response
    ) {
        precondition(action.rule.need == .anyone, "\(path) is open and its action \(action) is not")
        add(.get, path, action, handler)
    }

    /// What only a program with the token of metrics reads (`Authorization: Bearer`, RFC 6750); no session counts.
    func metrics(
        _ path: String, _ action: Action, _ token: MetricsToken,
        _ handler: @escaping @Sendable () async throws -> Response
    ) {
        precondition(action.rule.need == .metrics, "\(path) is for metrics and its action \(action) is not")
        add(.get, path, action) { request, _ in
            guard let shown = try BearerHeader.token(of: request), token.accepts(shown.utf8) else {
                throw Metrics.noToken
            }
            return try await handler()
        }
    }

    /// Answers the methods that a known path does not have: OPTIONS with those that it has, every other with 405.
    ///
    /// Called once, after every route was registered; none of it reaches a handler.
    func refuseOtherMethods() {
        for (path, entries) in Dictionary(grouping: entries, by: \.path) {
            let known = Set(entries.map(\.method))
            let allow = known.union(known.contains("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"]).sorted()
                .joined(separator: ", ")
            router.on(RouterPath(path), method: .options) { _, _ in
                Response(status: .noContent, headers: [.allow: allow])
            }
            for method in Self.methods where !known.contains(method.rawValue) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in throw Self.notAllowed(allow) }
            }
        }
    }

    /// The methods of RFC 9110 and 5789 that a client may try, but for HEAD, which follows from GET.
    private static let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .trace]

    private static func notAllowed(_ allow: String) -> Problem {
        var problem = Problem(
            .methodNotAllowed, .methodNotAllowed, "Method not allowed", "This address takes \(allow).")
        problem.allow = allow
        return problem
    }

    private func add(
        _ method: HTTPRequest.Method, _ path: String, _ action: Action,
        _ handler: @escaping @Sendable (Request, ConsoleContext) async throws -> Response
    ) {
        precondition(
            action.rule.changesState != (method == .get), "\(method) \(path) contradicts the rule of \(action)")
        entries.append(Entry(method: method.rawValue, path: path, action: action))
        router.on(RouterPath(path), method: method) { request, context in try await handler(request, context) }
    }

    static let csrfHeader = HTTPField.Name("x-csrf-token") ?? .origin
}

/// A JSON answer.
func json(_ body: ByteBuffer, _ status: HTTPResponse.Status = .ok) -> Response {
    Response(status: status, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
}
