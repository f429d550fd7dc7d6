import HTTPTypes

/// What the description of the API says of a route, besides what the table of actions tells of it already.
struct RouteDescription: Sendable {
    /// One value of the query or the path.
    struct Parameter: Sendable {
        /// Where it stands.
        enum Place: String, Sendable { case query, path, header }

        var name: String
        var place = Place.query
        var shape: Shape
        /// What it means, in a sentence.
        var meaning: String
        /// Whether there is no answer without it.
        var isRequired = false
    }

    /// What is answered where all went well.
    struct Answer: Sendable {
        var status: HTTPResponse.Status
        /// The body; nil where there is none.
        var shape: Shape?
        var mediaType = "application/json"

        static func ok(_ shape: Shape) -> Answer { Answer(status: .ok, shape: shape) }
        static let nothing = Answer(status: .noContent)
    }

    /// What can go wrong.
    struct Fault: Hashable, Sendable {
        var status: Int
        var code: Problem.Code

        init(_ status: HTTPResponse.Status, _ code: Problem.Code) {
            self.status = status.code
            self.code = code
        }
    }

    var method: HTTPRequest.Method
    var path: String
    /// What it is for, in a few words.
    var summary: String
    var parameters: [Parameter]
    /// The JSON that it takes; nil for none.
    var body: Shape?
    var answers: [Answer]
    /// What can go wrong, besides what follows from parameters, body and action.
    var faults: [Fault]

    init(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String, _ parameters: [Parameter] = [],
        body: Shape? = nil, answer: Answer, also: Answer? = nil, faults: [Fault] = []
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.parameters = parameters
        self.body = body
        self.answers = [answer] + [also].compactMap { $0 }
        self.faults = faults
    }
}

/// Routes about one thing.
struct RouteGroup: Sendable {
    /// The heading under which tools show them.
    var tag: String
    var routes: [RouteDescription]
}

extension RouteGroup {
    /// Every description. A test compares them with the routes that are registered: none may lack one.
    static let all: [RouteGroup] = [
        .signingIn, .tokens, .status, .bans, .operations, .dashboard, .patterns, .events, .addresses, .jails, .daemon,
        .audit,
        .tasks, .geo,
        .setup, .health, .document,
    ]
}

extension [RouteDescription.Fault] {
    /// fail2ban cannot be asked, or refuses.
    static let host: Self = [
        .init(.conflict, .fail2banRefused), .init(.badGateway, .fail2banRefused), .init(.forbidden, .notAllowed),
        .init(.serviceUnavailable, .fail2banUnreachable), .init(.serviceUnavailable, .fail2banBusy),
        .init(.serviceUnavailable, .fail2banStarting), .init(.serviceUnavailable, .agentUnreachable),
    ]
    /// The path names nothing that is there.
    static let missing: Self = [.init(.notFound, .notFound)]
    /// It was undone or confirmed before, or its time has passed.
    static let late: Self = [.init(.gone, .tooLate)]
    /// A value cannot be used.
    static let values: Self = [.init(.unprocessableContent, .invalidValues)]
    /// A cursor is none of this list.
    static let cursor: Self = [.init(.badRequest, .badRequest)]
}

extension RouteDescription.Parameter {
    /// A parameter of the query that may be left out.
    static func query(_ name: String, _ shape: Shape, _ meaning: String) -> Self {
        .init(name: name, shape: shape, meaning: meaning)
    }

    /// A part of the path.
    static func path(_ name: String, _ shape: Shape, _ meaning: String) -> Self {
        .init(name: name, place: .path, shape: shape, meaning: meaning, isRequired: true)
    }

    /// Where a page of a list begins.
    static let cursor = query(
        "cursor", .text, "Where the page begins: “next” of the page before; without it the first.")

    /// Rows of a page.
    static func limit(_ most: Int) -> Self {
        query("limit", .integer(1...most).with("default", .integer(Int64(BanAPI.standardLimit))), "Rows of a page.")
    }

    /// The ends of a range of time.
    static let range: [Self] = [
        query("from", .text, "The beginning: now, a time before now such as now-24h (s, m, h, d, w), or RFC 3339."),
        query("to", .text, "The end, which is no part of the range; in the same forms."),
    ]

    /// The host; this version guards one.
    static let host = query("host", .text, "The host; this version guards one, “local”.")
}
