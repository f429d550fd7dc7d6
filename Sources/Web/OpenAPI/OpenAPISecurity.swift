import Console

/// How a request shows who sends it: the one place that names the schemes and says which of them a route takes.
struct OpenAPISecurity {
    /// The name of the session's cookie, which depends on the configuration.
    let cookieName: String

    /// The schemes by name.
    var schemes: JSONTree {
        [
            "session": [
                "type": "apiKey", "in": "cookie", "name": .text(cookieName),
                "description": "The session that POST /api/auth/login begins.",
            ],
            "csrfToken": [
                "type": "apiKey", "in": "header", "name": "X-CSRF-Token",
                "description": """
                Ties a request that changes something to its session: the csrfToken of GET /api/auth/session. Such a \
                request also needs Origin, or Sec-Fetch-Site: same-origin.
                """,
            ],
            "token": [
                "type": "http", "scheme": "bearer", "description": "A token that a person made for a program.",
            ],
        ]
    }

    /// What an action demands, as alternatives; none at all for what anyone may do.
    func demands(of action: Action) -> JSONTree {
        guard action.isForSignedIn else { return [] }
        let person: JSONTree = action.rule.changesState ? ["session": [], "csrfToken": []] : ["session": []]
        // What a scheme that is not OAuth demands stands here since 3.1; it is one of these that a token needs.
        let scopes = action.scopes.words.map(JSONTree.text)
        return scopes.isEmpty ? [person] : [person, ["token": .list(scopes)]]
    }
}

extension Action {
    /// Whether it needs a session.
    var isForSignedIn: Bool { ![.anyone, .setup, .metrics].contains(rule.need) }
}
