import Console
import Hummingbird
import NIOCore

/// `/api/audit`: who changed what, and whether anyone tampered with it.
struct AuditAPI {
    func register(on routes: Routes) {
        routes.api(.get, "/api/audit", .viewAudit) { visit in
            let query = visit.query
            var before: Int64?
            if let cursor = query["cursor"], !cursor.isEmpty {
                guard let number = Int64(cursor) else {
                    throw Problem(.badRequest, .badRequest, "Malformed cursor", "Start again from the first page.")
                }
                before = number
            }
            let page = try await visit.console.audit.page(
                try AuditRequest(query).filter, limit: try BanAPI.limit(query), before: before)
            return json(AuditJSON.body(page))
        }
        routes.api(.get, "/api/audit/verify", .viewAudit) { visit in
            json(AuditReportJSON.body(try await visit.console.audit.verify()))
        }
    }
}
