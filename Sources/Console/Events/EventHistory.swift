import Storage

/// What happened, to be listed and followed.
public struct EventHistory: Sendable {
    let database: any Database
    let board: IntakeBoard
    let now: @Sendable () -> Int64

    /// Events of one page at most.
    public static let pageLimit = 500

    /// Beats when new events can be read.
    public var pulse: Pulse { board.pulse }
    /// How far capture has come.
    public var progress: IntakeProgress { board.progress }
    /// How long ago all of the log was read; nil where this program does not read it.
    public var lag: Duration? { board.lag }

    /// One page, the newest first, `limit` of them at most (1 to `pageLimit`).
    ///
    /// - Throws: `CursorError` where the cursor is not of such a list; `OperationError.invalid` where too many lines would have to be
    ///   compared for the text.
    public func page(
        _ filter: EventListFilter, from: RangeMoment? = nil, to: RangeMoment? = nil, limit: Int, cursor: String?
    ) async throws -> EventListing {
        let moment = now()
        let query = EventQuery(
            filter: filter.stored, from: from?.beginning(now: moment), to: to?.end(now: moment),
            limit: min(max(limit, 1), Self.pageLimit), cursor: cursor)
        let page: EventPage
        if filter.lines == nil {
            page = try await database.readBriefly { try $0.events.page(query) }
        } else {
            // What is looked for in lines may take long enough to hold others up.
            do {
                page = try await database.read { try $0.events.page(query) }
            } catch is LineSearchTooBroad {
                throw OperationError.invalid([FieldFault("text", LineChoice.tooBroad)])
            }
        }
        return EventListing(events: page.events.map { EventEntry($0) }, next: page.next)
    }

    /// The events of the filter that became visible after `id`, in that order, `limit` at most.
    public func run(after id: Int64, _ filter: EventListFilter, limit: Int) async throws -> EventRun {
        let stored = filter.stored
        let tail = try await database.readBriefly { try $0.events.after(id: id, limit: limit, filter: stored) }
        return EventRun(events: tail.events.map { EventEntry($0) }, through: tail.through)
    }

    /// The id of the event that became visible last; 0 before there is one.
    public func latestID() async throws -> Int64 {
        try await database.readBriefly { try $0.events.latestID() }
    }

    /// When the newest ban was whose lines cannot be found yet, in UTC epoch seconds; nil where all can.
    public func linesToCome() async throws -> Int64? {
        try await database.readBriefly { try $0.events.linesBeforeIndex() }
    }

    /// The lines that led to bans, as the daemon kept them, by the event's id.
    public func lines(of ids: [Int64]) async throws -> [Int64: [[UInt8]]] {
        try await database.readBriefly { try $0.events.lines(of: ids) }
    }
}
