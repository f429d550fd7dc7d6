import Console
import NIOCore

/// What one reader of the stream is told of events: those of a filter by their ids from a place on, each once, at most
/// so many a second. Of what is over that, the number is told.
struct EventFeed {
    /// Events read at once: what a reader that is behind takes of memory.
    static let batch = 200
    /// Events over the cap that are counted at most.
    static let countedAtMost = 10_000
    private static let countedAtOnce = 500

    let history: EventHistory
    let filter: EventListFilter
    /// Events a second at most; nil for as many as there are.
    let rate: Int?
    /// Every event up to this id was told, counted or is not wanted.
    private(set) var place: Int64
    private var sent = 0
    private var windowEnd = ContinuousClock.now

    init(_ history: EventHistory, _ filter: EventListFilter, rate: Int?, after place: Int64) {
        self.history = history
        self.filter = filter
        self.rate = rate
        self.place = place
    }

    /// When what is over the cap is due; nil where nothing can be.
    var deadline: ContinuousClock.Instant? { isFull ? windowEnd : nil }

    private var isFull: Bool { rate.map { sent >= $0 } ?? false }

    /// Writes the next events; gives whether there may be more at once.
    mutating func write(to buffer: inout ByteBuffer, at moment: ContinuousClock.Instant) async throws -> Bool {
        if moment >= windowEnd {
            if isFull { try await skip(&buffer) }
            sent = 0
            windowEnd = moment + .seconds(1)
        }
        let limit = min(Self.batch, rate.map { $0 - sent } ?? Self.batch)
        guard limit > 0 else { return false }
        let run = try await history.run(after: place, filter, limit: limit)
        for event in run.events {
            buffer.writeMessage(id: event.id, event: event.kind.rawValue, data: EventJSON.text(event))
        }
        place = run.through
        sent += run.events.count
        return run.events.count == limit
    }

    /// Passes over what came in a second after its share was told, and tells how many that were.
    private mutating func skip(_ buffer: inout ByteBuffer) async throws {
        let first = place
        var (count, isMore) = (0, true)
        while isMore, count < Self.countedAtMost {
            let run = try await history.run(after: place, filter, limit: Self.countedAtOnce)
            count += run.events.count
            place = run.through
            isMore = run.events.count == Self.countedAtOnce
        }
        if isMore { place = max(place, try await history.latestID()) }
        guard count > 0 else { return }
        buffer.writeMessage(
            id: place, event: "skipped",
            data: JSONWriter.object { json in
                json.field("count", count)
                json.field("more", isMore)
                json.field("after", first)
                json.field("through", place)
            })
    }
}
