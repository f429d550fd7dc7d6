import Console
import Fail2ban
import HTTPTypes
import Hummingbird
import Logging

extension SignedIn {
    /// The person, as the table of actions asks for them.
    var principal: Principal { Principal(isAdministrator: account.isAdministrator, scopes: token?.scopes) }
}

/// Decides for every request who asks, from where, and whether the action's rule lets them.
struct Gate: Sendable {
    let phase: ConsolePhase
    /// The configuration before setup; after it the services hold their own.
    let startConfiguration: Configuration
    let now: @Sendable () -> Int64

    static let notSignedIn: Problem = {
        var problem = Problem(.unauthorized, .notSignedIn, "Not signed in", "Sign in, then try again.")
        problem.challenge = BearerHeader.challenge()
        return problem
    }()
    static let setupNeeded = Problem(
        .serviceUnavailable, .setupNeeded, "Not set up yet",
        "Open the link that the server printed, or run: bangui user add NAME --admin --password-stdin",
        retryAfter: 5)
    static let notAllowed = Problem(
        .forbidden, .notAllowed, "Not allowed", "Your account was not granted this. Ask an administrator.")
    static let setupDone = Problem(.conflict, .setupDone, "Setup is complete", "Sign in instead.")

    /// The configuration in force.
    var configuration: Configuration { phase.services?.configuration ?? startConfiguration }

    /// Lets a request by someone who is signed in by cookie through, or throws the problem.
    func admit(_ request: Request, _ context: ConsoleContext, _ action: Action) async throws -> Visit {
        guard let console = phase.services else { throw Self.setupNeeded }
        let client = try client(of: request, context)
        guard let cookie = request.cookies[console.configuration.cookie.sessionName]?.value,
            let signedIn = try await console.entrance(for: action).sessions.authenticate(cookie, from: client)
        else { throw Self.notSignedIn }
        let visit = Visit(
            request: request, context: context, console: console, signedIn: signedIn, client: client,
            isByBearer: false)
        return try await visit.audited(action) {
            guard signedIn.principal.may(action) else { throw Self.notAllowed }
            if action.rule.changesState { try checkOrigin(of: request, context, client, hasCookie: true) }
            return visit
        }
    }

    /// Refuses what an account does again and again. Asked last: what was forged is none of theirs.
    func pace(_ action: Action, of visit: Visit) throws(Problem) {
        guard action.isPaced, let seconds = visit.console.pace.take(visit.signedIn.account.id) else { return }
        throw Problem(
            .tooManyRequests, .tooManyRequests, "Too many changes", "Try again in \(seconds) seconds.",
            retryAfter: Int(seconds))
    }

    /// Lets anyone through after setup, or throws the problem.
    func admitAnyone(_ request: Request, _ context: ConsoleContext, _ action: Action) throws -> OpenVisit {
        guard let console = phase.services else { throw Self.setupNeeded }
        let client = try client(of: request, context)
        if action.rule.changesState { try checkOrigin(of: request, context, client, hasCookie: false) }
        return OpenVisit(request: request, context: context, console: console, client: client)
    }

    /// Lets a request through while setup is not complete, or throws the problem.
    func admitSetup(_ request: Request, _ context: ConsoleContext, _ action: Action) throws -> SetupVisit {
        guard case .setup(let desk) = phase.current else { throw Self.setupDone }
        let client = try client(of: request, context)
        if action.rule.changesState { try checkOrigin(of: request, context, client, hasCookie: false) }
        return SetupVisit(request: request, context: context, desk: desk, client: client)
    }

    /// Checks the token that ties a request to its session.
    func checkToken(_ token: String?, _ visit: Visit) throws {
        if let token, visit.console.sessions.accepts(forgeryToken: token, of: visit.signedIn) { return }
        try refuseForgery("the CSRF token is missing or wrong", visit.request, visit.context)
    }

    /// Refuses a request that looks forged, or only reports it while the configuration says so.
    func refuseForgery(_ reason: String, _ request: Request, _ context: ConsoleContext) throws {
        context.logger.warning(
            "a request looks forged", metadata: ["path": "\(request.uri.path)", "reason": "\(reason)"])
        guard !configuration.forgery.lets(at: now()) else { return }
        throw Problem(
            .forbidden, .forgedRequest, "Refused as forged",
            "The request did not come from a page of this console: \(reason). Reload the page and try again; "
                + "behind a proxy set BANGUI_PUBLIC_URL to the address that people use.")
    }

    private func checkOrigin(
        of request: Request, _ context: ConsoleContext, _ client: ClientAddress, hasCookie: Bool
    ) throws {
        let decision = CrossOrigin(publicURL: configuration.publicURL).decide(
            CrossOrigin.Request(
                method: request.method.rawValue, fetchSite: request.headers[Self.secFetchSite],
                origin: request.headers[.origin], host: request.head.authority, isSecure: client.isSecure,
                hasCookie: hasCookie))
        if case .refuse(let reason) = decision { try refuseForgery("\(reason)", request, context) }
    }

    /// Where a request comes from.
    func client(of request: Request, _ context: ConsoleContext) throws -> ClientAddress {
        let configuration = configuration
        let resolver = ClientAddressResolver(
            trustedProxies: configuration.trustedProxies, header: configuration.clientAddressHeader)
        do throws(ClientAddressError) {
            return try resolver.resolve(
                peer: context.peer.map { "\($0)" } ?? "", forwardedFor: request.headers[values: Self.forwardedFor],
                realIP: request.headers[values: Self.realIP],
                forwardedProto: request.headers[values: Self.forwardedProto])
        } catch {
            throw Problem(.badRequest, .badRequest, "The client's address is not clear", "\(error)")
        }
    }

    /// What a browser says of the page that asks (W3C Fetch Metadata). The name is a literal of ours and always valid, as is
    /// the next, so the fallback never speaks.
    static let secFetchSite = HTTPField.Name("sec-fetch-site") ?? .origin
    private static let forwardedFor = HTTPField.Name("x-forwarded-for") ?? .origin
    private static let realIP = HTTPField.Name("x-real-ip") ?? .origin
    private static let forwardedProto = HTTPField.Name("x-forwarded-proto") ?? .origin
}
