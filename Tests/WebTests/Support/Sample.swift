@testable import Console
@testable import Web

/// A request that fits a registered route, as its own pages and programs send it.
struct Sample: Sendable {
    let entry: Routes.Entry

    init(_ entry: Routes.Entry) { self.entry = entry }

    /// The path with its places filled.
    var path: String {
        let fillings = ["{id}": "1", "{run}": "1", "{name}": "one", "{hash}": "h", "{file}": "app.css"]
        var path = entry.path
        for (place, text) in fillings { path = path.replacing(place, with: text) }
        return path == "/api/pulse" ? path + "?since=0" : path
    }

    /// Whether it is sent by a page's form rather than by a program.
    var isForm: Bool { entry.method == "POST" && !entry.path.hasPrefix("/api/") }

    /// The type of its body; nil where it has none.
    var type: String? {
        if isForm { return "application/x-www-form-urlencoded" }
        return json == nil ? nil : "application/json"
    }

    /// The body, with the hidden field of a form.
    func body(token: String) -> String? {
        isForm ? encodedForm([("_csrf", token)] + fields) : json
    }

    func send(to world: World, by visitor: Visitor?) async throws -> HTTPReply {
        let token = visitor?.token ?? "none"
        var headers: [(String, String)] = []
        if let visitor { headers.append(("Cookie", visitor.cookie)) }
        if entry.method != "GET" {
            headers += [("Sec-Fetch-Site", "same-origin"), ("X-CSRF-Token", token)]
            if let type { headers.append(("Content-Type", type)) }
        }
        return try await world.client.send(
            entry.method, path, headers, body: entry.method == "GET" ? nil : body(token: token))
    }

    private var fields: [(String, String)] {
        switch entry.path {
        case "/settings": [("timezone", "Europe/Berlin")]
        case "/settings/me": [("theme", "dark")]
        case "/bans/ban": [("addresses", "192.0.2.1"), ("jail", "one")]
        case "/bans/unban": [("ban", "-one/-192.0.2.1")]
        case "/account/sessions/end": [("session", "others")]
        case "/account/password": [("current", "x"), ("new", "y"), ("repeat", "y")]
        case "/login": [("username", "nobody"), ("password", "x")]
        case "/jails/{name}/settings": [("bantime", "1h")]
        case "/account/tokens": [("name", "x"), ("scope", "read"), ("days", "30"), ("password", World.password)]
        default: [("address", "192.0.2.1")]
        }
    }

    private var json: String? {
        switch entry.path {
        case "/api/auth/login": #"{"username":"nobody","password":"x"}"#
        case "/api/auth/token": #"{"username":"nobody","password":"x"}"#
        case "/api/auth/token/refresh": #"{"refreshToken":"x"}"#
        case "/api/setup": #"{"token":"x","username":"x","password":"x"}"#
        case "/api/bans": #"{"addresses":["192.0.2.1"],"jails":["one"]}"#
        case "/api/unbans": #"{"addresses":["192.0.2.1"]}"#
        case "/api/tokens": #"{"name":"y","scopes":["read"],"password":"\#(World.password)"}"#
        case "/api/settings/me": #"{"theme":"dark"}"#
        case "/api/jails/{name}/settings": #"{"bantime":"1h"}"#
        case "/api/jails/{name}/ignore", "/api/jails/{name}/unignore": #"{"address":"192.0.2.1"}"#
        // Without the rest of an override: what starts nothing is refused for its values alone.
        case "/api/daemon/start": #"{"override":true}"#
        case "/api/daemon/recovery": #"{"acknowledge":true,"reason":"x"}"#
        default: nil
        }
    }
}
