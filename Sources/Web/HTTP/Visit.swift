import Host
import Console
import Fail2ban
import HTTPTypes
import Hummingbird
import Logging

/// A request by someone who is signed in and may do what is asked: a handler that takes one cannot be reached otherwise.
struct Visit: Sendable {
    let request: Request
    let context: ConsoleContext
    let console: ConsoleServices
    let signedIn: SignedIn
    let client: ClientAddress
    /// Whether a program sent it with `Authorization: Bearer`, rather than a browser with its cookie.
    let isByBearer: Bool

    /// The request's query.
    var query: FormFields { FormFields(parsing: (request.uri.query ?? "").utf8) }

    /// A part of the path, decoded; empty where the pattern has no such part.
    func parameter(_ name: String) -> String {
        context.parameters.get(name).flatMap { PercentDecoding.text(of: $0.utf8) } ?? ""
    }

    /// The jail that the path names.
    func jail() throws(OperationError) -> JailName {
        let name = JailName(existing: context.parameters.get("name").flatMap(Link.jail(segment:)) ?? "")
        guard name.isReachable, !name.text.isEmpty else { throw .host(.noSuchJail(name)) }
        return name
    }

    /// The person, as the author of what is done.
    func author(_ origin: Author.Origin) -> Author {
        Author(
            userID: signedIn.account.id, name: signedIn.account.name, origin: origin, address: client.address,
            token: signedIn.token?.name)
    }

    /// Whether the session or token still stands, for requests that take long.
    func isStillSignedIn() async throws -> Bool {
        if signedIn.token != nil { return try await console.tokens.isInForce(signedIn) }
        return try await console.sessions.isInForce(signedIn)
    }
}

/// A request by anyone, after setup.
struct OpenVisit: Sendable {
    let request: Request
    let context: ConsoleContext
    let console: ConsoleServices
    let client: ClientAddress

    /// The request's query.
    var query: FormFields { FormFields(parsing: (request.uri.query ?? "").utf8) }
}

/// A request before setup is complete.
struct SetupVisit: Sendable {
    let request: Request
    let context: ConsoleContext
    let desk: SetupDesk
    let client: ClientAddress

    /// Whoever sets the console up, who has no name yet.
    func author(_ origin: Author.Origin) -> Author {
        Author(name: "", origin: origin, address: client.address)
    }

    /// The request's query.
    var query: FormFields { FormFields(parsing: (request.uri.query ?? "").utf8) }
}
