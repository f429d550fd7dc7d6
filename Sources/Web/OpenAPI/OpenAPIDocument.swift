import Console
import HTTPTypes
import NIOCore
import Synchronization

/// The description of the API by OpenAPI 3.1: what is registered, with what the table of actions and the descriptions of
/// the routes say of it.
final class OpenAPIDocument: Sendable {
    private let entries = Mutex<[Routes.Entry]>([])
    private let written = Mutex<[String: ByteBuffer]>([:])

    func register(on routes: Routes) {
        routes.api(.get, "/api/openapi.json", .viewDescription) { [self] visit in
            let configuration = visit.console.configuration
            return json(text(cookieName: configuration.cookie.sessionName, below: configuration.basePath))
        }
    }

    /// Takes what is registered, once all is.
    func describe(_ entries: [Routes.Entry]) {
        self.entries.withLock { $0 = entries.filter(\.isForPrograms) }
    }

    /// The document, written once.
    ///
    /// - Parameter path: the path below which a proxy serves the console; empty for the whole site.
    func text(cookieName: String, below path: String = "") -> ByteBuffer {
        written.withLock { written in
            if let text = written[cookieName + path] { return text }
            var json = JSONWriter(reserving: 65_536)
            tree(OpenAPISecurity(cookieName: cookieName), below: path).write(to: &json)
            written[cookieName + path] = json.buffer
            return json.buffer
        }
    }

    private func tree(_ security: OpenAPISecurity, below path: String) -> JSONTree {
        let entries = Dictionary(entries.withLock { $0 }.map { ("\($0.method) \($0.path)", $0) }) { $1 }
        var paths: JSONTree = [:]
        var parts = Self.problem.parts
        for group in RouteGroup.all {
            for route in group.routes {
                guard let entry = entries["\(route.method) \(route.path)"] else { continue }
                var methods = paths[route.path] ?? [:]
                methods[route.method.rawValue.lowercased()] = OpenAPIOperation(route, entry.action, group.tag).tree(
                    security)
                paths[route.path] = methods
                for shape in route.shapes { parts.merge(shape.parts) { one, _ in one } }
            }
        }
        return [
            "openapi": "3.1.0", "info": Self.info, "servers": [["url": .text(path.isEmpty ? "/" : path)]],
            "tags": .list(RouteGroup.all.map { ["name": .text($0.tag)] }), "paths": paths,
            "components": [
                "schemas": .object(parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
                "securitySchemes": security.schemes,
            ],
        ]
    }

    private static let info: JSONTree = [
        "title": "BanGUI", "version": .text(BanGUIVersion.text),
        "description": "The console of fail2ban: bans, jails, events. Lists are paged by cursors; errors are RFC 9457.",
    ]

    /// What every error is.
    static let problem = Shape.object([
        "type": .text, "title": .text, "status": .integer, "code": .text.saying("Stable; the words may change."),
        "detail": .text, "requestId": .text, "recommendation": Shape.text.optional,
        "fields": .list(.object(["field": .text, "detail": .text]).named("FieldFault")).optional,
    ]).named("Problem")
}

extension RouteDescription {
    /// Every shape that it names.
    var shapes: [Shape] { parameters.map(\.shape) + [body].compactMap { $0 } + answers.compactMap(\.shape) }
}

extension Routes.Entry {
    /// Whether it answers in JSON.
    var isForPrograms: Bool { path.hasPrefix("/api/") || path == "/health" || path.hasPrefix("/health/") }
}
