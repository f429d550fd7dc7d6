import Console
import HTTPTypes
import Hummingbird

/// `/api/events`: what happened, and what happens.
struct EventAPI {
    /// How often a stream looks for what no pulse tells.
    let tick: Duration
    let seats: StreamSeats
    let turns: PageTurns

    func register(on routes: Routes) {
        routes.api(.get, "/api/events", .viewEvents, list)
        routes.api(.get, "/api/events/stream", .followEvents) { [tick, seats, turns] visit in
            try await EventStream.answer(visit, seats, turns, tick: tick)
        }
    }

    private func list(_ visit: Visit) async throws -> Response {
        let query = visit.query
        let history = visit.console.guarding.history
        let request = try EventRequest(query, standard: Set(EventEntry.Kind.allCases), now: visit.console.now())
        let isWithLines = try Self.flag("lines", query)
        let page = try await history.page(
            request.filter, from: request.from, to: request.to, limit: try Self.limit(query),
            cursor: query["cursor"].flatMap { $0.isEmpty ? nil : $0 })
        let lines = isWithLines ? try await history.lines(of: page.events.filter(\.kind.isBan).map(\.id)) : nil
        return json(EventJSON.body(page, lines: lines))
    }

    private static func limit(_ query: FormFields) throws(OperationError) -> Int {
        guard let text = query["limit"], !text.isEmpty else { return BanAPI.standardLimit }
        guard let limit = Int(text), (1...EventHistory.pageLimit).contains(limit) else {
            throw .invalid([FieldFault("limit", "Give a number from 1 to \(EventHistory.pageLimit).")])
        }
        return limit
    }

    static func flag(_ field: String, _ query: FormFields, standard: Bool = false) throws(OperationError) -> Bool {
        switch query[field] {
        case nil, "": standard
        case "false", "0": false
        case "true", "1": true
        default: throw .invalid([FieldFault(field, "Give true or false.")])
        }
    }
}
