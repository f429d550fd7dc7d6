import Console
import HTTPTypes

/// One route, as the description of the API has it.
struct OpenAPIOperation {
    private let route: RouteDescription
    private let action: Action
    private let tag: String

    init(_ route: RouteDescription, _ action: Action, _ tag: String) {
        self.route = route
        self.action = action
        self.tag = tag
    }

    func tree(_ security: OpenAPISecurity) -> JSONTree {
        var tree: JSONTree = [
            "tags": [.text(tag)], "operationId": .text(operationID), "summary": .text(route.summary),
            "security": security.demands(of: action), "x-permission": .text(permission),
        ]
        if !route.parameters.isEmpty { tree["parameters"] = .list(route.parameters.map(\.tree)) }
        if let body = route.body {
            tree["requestBody"] = ["required": true, "content": ["application/json": ["schema": body.tree]]]
        }
        tree["responses"] = responses
        return tree
    }

    /// Such as `postApiJailsNameStart`.
    private var operationID: String {
        let words = route.path.utf8.split { !((97...122).contains($0) || (65...90).contains($0)) }.map { word in
            let text = String(decoding: Array(word), as: UTF8.self)
            return text.prefix(1).uppercased() + text.dropFirst()
        }
        return route.method.rawValue.lowercased() + words.joined()
    }

    private var permission: String {
        switch action.rule.need {
        case .anyone: "anyone"
        case .setup: "setup"
        case .signedIn: "signed in"
        case .app(let app, let level): "\(app): \(level)"
        case .administrator: "administrator"
        case .metrics: "the token of metrics"
        }
    }

    private var responses: JSONTree {
        var responses: JSONTree = [:]
        for answer in route.answers {
            var response: JSONTree = ["description": .text(answer.status.reasonPhrase)]
            if let shape = answer.shape {
                response["content"] = [answer.mediaType: ["schema": shape.tree]]
            }
            responses["\(answer.status.code)"] = response
        }
        for (status, faults) in Dictionary(grouping: faults, by: \.status).sorted(by: { $0.key < $1.key }) {
            // What is answered with the same status where all went well, such as a check that failed, has its own shape.
            guard responses["\(status)"] == nil else { continue }
            responses["\(status)"] = Self.problem(status, Set(faults.map(\.code.rawValue)).sorted())
        }
        return responses
    }

    private static func problem(_ status: Int, _ codes: [String]) -> JSONTree {
        [
            "description": .text(HTTPResponse.Status(code: status).reasonPhrase),
            "content": [
                "application/problem+json": [
                    "schema": [
                        "allOf": [
                            OpenAPIDocument.problem.tree,
                            ["properties": ["code": ["enum": .list(codes.map(JSONTree.text))]]],
                        ]
                    ]
                ]
            ],
        ]
    }

    /// What the route says, and what follows for every such route.
    private var faults: [RouteDescription.Fault] {
        var faults = route.faults
        faults += [
            .init(.internalServerError, .internalError), .init(.badRequest, .badRequest),
        ]
        if route.path.hasPrefix("/api/") { faults.append(.init(.misdirectedRequest, .unknownHost)) }
        if route.body != nil {
            faults += [
                .init(.requestTimeout, .requestTimeout), .init(.contentTooLarge, .tooLarge),
                .init(.unsupportedMediaType, .unsupportedMediaType),
            ]
        }
        if action.rule.changesState { faults.append(.init(.forbidden, .forgedRequest)) }
        if action.rule.need != .setup, route.path.hasPrefix("/api/") || action.isForSignedIn {
            faults += [
                .init(.serviceUnavailable, .setupNeeded), .init(.serviceUnavailable, .databaseBusy),
                .init(.serviceUnavailable, .databaseFull), .init(.serviceUnavailable, .databaseUnreachable),
                .init(.serviceUnavailable, .internalError),
            ]
        }
        guard action.isForSignedIn else { return faults }
        // No token may do what has no scope.
        let ofTokens: RouteDescription.Fault =
            action.scopes.isEmpty ? .init(.forbidden, .notAllowed) : .init(.forbidden, .insufficientScope)
        faults += [.init(.unauthorized, .notSignedIn), .init(.unauthorized, .invalidToken), ofTokens]
        // Who tries out tokens is slowed down on whatever route.
        faults += [.init(.forbidden, .forgedRequest), .init(.tooManyRequests, .tooManyRequests)]
        if action.rule.need != .signedIn { faults.append(.init(.forbidden, .notAllowed)) }
        return faults
    }
}

extension RouteDescription.Parameter {
    fileprivate var tree: JSONTree {
        [
            "name": .text(name), "in": .text(place.rawValue), "required": .flag(isRequired),
            "description": .text(meaning), "schema": shape.tree,
        ]
    }
}
