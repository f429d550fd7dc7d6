import Console
import HTTPTypes
import Hummingbird

/// What a reader of the stream asks for.
struct StreamRequest: Sendable {
    var filter: EventListFilter
    /// The id after which to go on; nil to begin with what comes from now on.
    var after: Int64?
    /// Events a second at most; nil for all.
    var rate: Int?
    /// Whether events are wanted at all, or the pulse only.
    var isWithEvents: Bool

    /// The header counts more than the query: a browser that comes back sends the place in the header and the query as
    /// it was in the beginning.
    init(_ visit: Visit) throws(OperationError) {
        let query = visit.query
        filter = try EventRequest(query, standard: Set(EventEntry.Kind.allCases), now: visit.console.now()).filter
        guard filter.lines == nil else {
            throw .invalid([
                FieldFault("text", "A stream tells of a ban before its lines are known. Ask /api/events for them.")
            ])
        }
        isWithEvents = try EventAPI.flag("events", query, standard: true)
        let header = visit.request.headers[Self.lastEventID].flatMap { $0.isEmpty ? nil : $0 }
        if let text = header ?? query["after"], !text.isEmpty {
            guard let id = Int64(text), text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
                throw .invalid([FieldFault(header == nil ? "after" : "Last-Event-ID", "Give the id of an event.")])
            }
            after = id
        }
        if let text = query["rate"], !text.isEmpty {
            guard let rate = Int(text), (1...EventStream.highestRate).contains(rate) else {
                throw .invalid([FieldFault("rate", "Give a number from 1 to \(EventStream.highestRate).")])
            }
            self.rate = rate
        }
    }

    private static let lastEventID = HTTPField.Name("last-event-id") ?? .origin
}
