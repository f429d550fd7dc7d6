import HTTPTypes
import Hummingbird

/// `Authorization: Bearer` of a request (RFC 6750, 2.1).
enum BearerHeader {
    /// The token; nil where the request carries none by this scheme. Other schemes are a proxy's business.
    static func token(of request: Request) throws(Problem) -> String? {
        let values = request.headers[values: .authorization]
        guard values.contains(where: { parts($0).scheme == "bearer" }) else { return nil }
        guard values.count == 1, let token = values.first.map({ parts($0).rest }), !token.isEmpty else {
            throw Self.malformed
        }
        return token
    }

    /// What tells a program how to come in (RFC 6750, 3).
    static func challenge(_ error: String? = nil, scopes: [String] = []) -> String {
        var text = "Bearer realm=\"BanGUI\""
        if let error { text += ", error=\"\(error)\"" }
        if !scopes.isEmpty { text += ", scope=\"\(scopes.joined(separator: " "))\"" }
        return text
    }

    private static var malformed: Problem {
        var problem = Problem(
            .badRequest, .badRequest, "Malformed Authorization", "Send it once, as: Authorization: Bearer TOKEN")
        problem.challenge = challenge("invalid_request")
        return problem
    }

    private static func parts(_ value: String) -> (scheme: String, rest: String) {
        let bytes = value.utf8.drop { $0 == 32 || $0 == 9 }
        let scheme = bytes.prefix { $0 != 32 && $0 != 9 }
        var rest = bytes[scheme.endIndex...].drop { $0 == 32 || $0 == 9 }
        while let last = rest.last, last == 32 || last == 9 { rest = rest.dropLast() }
        return (String(Substring(scheme)).lowercased(), String(Substring(rest)))
    }
}
