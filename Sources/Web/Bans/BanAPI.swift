import Console
import Fail2ban
import HTTPTypes
import Hummingbird
import NIOCore

/// `/api/bans` and what is done to bans.
struct BanAPI {
    /// Rows of a page where the request names no number.
    static let standardLimit = 50

    private let cache = BanPageCache()

    func register(on routes: Routes) {
        routes.api(.get, "/api/bans", .viewBans, list)
        routes.api(.post, "/api/bans", .ban, ban)
        routes.api(.post, "/api/unbans", .unban, unban)
        routes.api(.post, "/api/undo/{id}", .undo) { visit in
            let record = try await visit.console.guarding.bans.undo(
                visit.parameter("id"), by: visit.author(.api), as: visit.signedIn.principal)
            return json(OperationJSON.body(record))
        }
        routes.api(.get, "/api/operations/{id}", .viewOperation) { visit in
            json(OperationJSON.body(try await visit.console.guarding.bans.operation(visit.parameter("id"))))
        }
        routes.api(.post, "/api/operations/{id}/confirm", .confirmOperation) { visit in
            json(
                OperationJSON.body(
                    try await visit.console.guarding.bans.confirm(
                        visit.parameter("id"), by: visit.author(.api), as: visit.signedIn.principal)))
        }
    }

    private func list(_ visit: Visit) async throws -> Response {
        let bans = visit.console.guarding.bans
        let key = Array((visit.request.uri.query ?? "").utf8)
        let revision = try await bans.revision()
        if let page = cache.page(key, at: revision) { return json(page) }
        let query = visit.query
        let page = try await bans.page(try BanFilter(query), limit: try Self.limit(query), cursor: query["cursor"])
        let body = BanJSON.body(page)
        cache.keep(body, for: key, at: revision)
        return json(body)
    }

    private func ban(_ visit: Visit) async throws -> Response {
        let body = try await RequestBody.json(BanBody.self, of: visit.request, limit: RequestBody.limit)
        visit.context.attempt.note(body.addresses, in: body.jails)
        let record = try await visit.console.guarding.bans.ban(body.request, by: visit.author(.api))
        return json(OperationJSON.body(record))
    }

    private func unban(_ visit: Visit) async throws -> Response {
        let body = try await RequestBody.json(UnbanBody.self, of: visit.request, limit: RequestBody.limit)
        visit.context.attempt.note(body.addresses ?? [], in: body.jails ?? body.filter?.jails ?? [])
        let record = try await visit.console.guarding.bans.unban(body.request(), by: visit.author(.api))
        return json(OperationJSON.body(record))
    }

    static func limit(_ query: FormFields) throws -> Int {
        guard let text = query["limit"] else { return standardLimit }
        guard let limit = Int(text), (1...Bans.pageLimit).contains(limit) else {
            throw OperationError.invalid([FieldFault("limit", "Give a number from 1 to \(Bans.pageLimit).")])
        }
        return limit
    }
}

extension BanFilter {
    /// The filter of a query: `q`, `jail` (may occur more than once), `host`, `country`, `network`, `sort`.
    init(_ query: FormFields) throws {
        var order = Order.newest
        if let text = query["sort"], !text.isEmpty {
            guard let known = Order(rawValue: text) else {
                let known = Order.allCases.map(\.rawValue).joined(separator: ", ")
                throw OperationError.invalid([FieldFault("sort", "Give one of: \(known).")])
            }
            order = known
        }
        let host = query["host"].flatMap { $0.isEmpty ? nil : $0 }
        self.init(
            host: host, jails: query.all("jail").filter { !$0.isEmpty }, text: query["q"] ?? "",
            origin: try OriginChoice(country: query["country"], network: query["network"]), order: order)
    }
}

/// The body of `POST /api/bans`.
struct BanBody: Decodable {
    var addresses: [String]
    var jails: [String]
    var duration: String?
    var reason: String?
    var confirm: String?
    var keep: Bool?

    var request: BanRequest {
        BanRequest(
            addresses: addresses, jails: jails, duration: duration, reason: reason, confirm: confirm,
            keep: keep ?? false)
    }
}

/// Ids of bans as a request gives them, in the daemon's own text.
enum ListedIDs {
    /// Throws where a command to fail2ban cannot name one of them.
    static func check(_ texts: [String], field: String) throws(OperationError) {
        let faulty = texts.first { !$0.isEmpty && (try? BanID(typed: $0)) == nil && !BanID(reading: $0).isReachable }
        guard faulty == nil else {
            throw .invalid([FieldFault(field, "One of these texts cannot be sent to fail2ban.")])
        }
    }
}

/// The body of `POST /api/unbans`: addresses, or the filter of a list.
struct UnbanBody: Decodable {
    struct Filter: Decodable {
        var q: String?
        var jails: [String]?
        var host: String?
        var country: String?
        var network: String?
    }

    var addresses: [String]?
    var jails: [String]?
    var filter: Filter?
    var reason: String?

    func request() throws(OperationError) -> UnbanRequest {
        switch (addresses, filter) {
        case (let addresses?, nil):
            try ListedIDs.check(addresses, field: "addresses")
            return UnbanRequest(.ids(addresses, jails: jails ?? []), reason: reason)
        case (nil, let filter?):
            let jails = filter.jails ?? jails ?? []
            let origin = try OriginChoice(country: filter.country, network: filter.network)
            return UnbanRequest(
                .filter(BanFilter(host: filter.host, jails: jails, text: filter.q ?? "", origin: origin)),
                reason: reason)
        default:
            throw .invalid([FieldFault("addresses", "Give either “addresses” or “filter”.")])
        }
    }
}
