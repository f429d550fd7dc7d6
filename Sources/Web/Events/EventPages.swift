import Host
import Console
import Fail2ban
import HTML
import HTTPTypes
import Hummingbird

/// The list of what happened, and the rows that come since.
struct EventPages: Sendable {
    let frames: Frames
    let exports: Exports

    /// Rows of one page of the list.
    static let rows = 50
    /// Lines of one ban that are shown at most, and bytes of each.
    static let shownLines = 30
    static let shownBytes = 1000

    func register(on routes: Routes) {
        routes.page(.events, .viewEvents, list)
        routes.page(.eventRows, .viewEvents, news)
        for (route, kind) in [(Route.eventsCSV, EventExport.Kind.csv), (.eventsNDJSON, .ndjson), (.eventsJSON, .json)] {
            routes.page(route, .viewEvents) { visit in
                let frame = try await frames.frame(visit, .eventsTitle, .events)
                return try await EventExport(kind: kind).answer(visit, zone: frame.zone, exports)
            }
        }
    }

    private func list(_ visit: Visit) async throws -> Response {
        let query = EventListQuery(parameters: visit.query)
        let frame = try await frames.frame(visit, .eventsTitle, .events)
        do {
            let view = try await view(query, visit, frame.zone)
            return html(
                visit.request.wantsFragment ? eventListFragment(view, in: frame) : eventListPage(view, in: frame))
        } catch OperationError.invalid(let faults) {
            var view = EventListView(query: query, place: 0)
            view.faults = faults.map(\.message)
            view.jails = jails(query, visit)
            return html(eventListPage(view, in: frame), .unprocessableContent)
        }
    }

    /// What the filter wants of the events after an id: their rows while they are few, else the list anew. With `quiet`
    /// only their number is told, in the headers.
    private func news(_ visit: Visit) async throws -> Response {
        let query = EventListQuery(parameters: visit.query).changed { _ in }
        let frame = try await frames.frame(visit, .eventsTitle, .events)
        guard let after = visit.query["after"].flatMap({ Int64($0) }) else {
            let view = try await view(query, visit, frame.zone)
            return answer(eventListFragment(view, in: frame), through: view.place, count: 0, isList: true)
        }
        let history = visit.console.guarding.history
        let request = try EventRequest(visit.query, standard: EventEntry.Kind.usual, zone: frame.zone, now: frame.now)
        let run = try await history.run(after: after, request.filter, limit: Self.rows)
        let isFull = run.events.count == Self.rows
        let beginning = request.from?.beginning(now: frame.now) ?? .min
        let events = run.events.filter { $0.at >= beginning }
        if visit.query["quiet"] != nil {
            return answer(HTML(), through: run.through, count: events.count, isList: false)
        }
        if isFull {
            let view = try await view(query, visit, frame.zone)
            return answer(eventListFragment(view, in: frame), through: view.place, count: events.count, isList: true)
        }
        let rows = try await rows(events, request.filter.lines, visit)
        return answer(
            eventRows(rows.reversed(), query, in: frame), through: run.through, count: events.count, isList: false)
    }

    private func view(_ query: EventListQuery, _ visit: Visit, _ zone: Zone) async throws -> EventListView {
        let guarding = visit.console.guarding
        let now = visit.console.now()
        let request = try EventRequest(visit.query, standard: EventEntry.Kind.usual, zone: zone, now: now)
        // Before the page: what comes between the two is told twice rather than never.
        let place = try await guarding.history.latestID()
        let page = try await guarding.history.page(
            request.filter, from: request.from, to: request.to, limit: Self.rows, cursor: query.cursor)
        var view = EventListView(query: query, place: place)
        view.rows = try await rows(page.events, request.filter.lines, visit)
        view.next = page.next
        view.jails = jails(query, visit)
        // A ban is told of before its lines are known: what is found by them would come too late for the rows above.
        view.isLive = query.cursor == nil && request.to?.end(now: now) == nil && request.filter.lines == nil
        if request.filter.lines != nil { view.linesToCome = try await guarding.history.linesToCome() }
        view.picked = (
            request.from.flatMap { Self.picked($0, zone) } ?? "", request.to.flatMap { Self.picked($0, zone) } ?? ""
        )
        view.command = EventCommand.text(query, request)
        let status = guarding.board.status
        view.intake = IntakeView(guarding.history.progress)
        view.credits = guarding.credits
        view.blindSpots = (status.blindSpots ?? []).map {
            let notice = BlindSpotNotice($0)
            return (notice.loss, notice.remedy)
        }
        if page.events.isEmpty {
            let isBroken = view.intake.flatMap(\.trouble) ?? status.cause.map(describe)
            view.emptiness =
                query.isFiltered || query.cursor != nil
                ? .filteredAway : isBroken.map { .broken($0) } ?? .nothingYet
        }
        return view
    }

    /// Two reads for the whole page.
    private func rows(_ events: [EventEntry], _ choice: LineChoice?, _ visit: Visit) async throws -> [EventRow] {
        let bans = events.filter(\.kind.isBan).map(\.id)
        let lines = bans.isEmpty ? [:] : try await visit.console.guarding.history.lines(of: bans)
        return events.map { EventRow($0, lines: lines[$0.id] ?? [], choice: choice) }
    }

    private func jails(_ query: EventListQuery, _ visit: Visit) -> [String] {
        let running = visit.console.guarding.board.status.jails.map(\.name.text)
        return (running + query.jails.filter { !running.contains($0) }).sorted()
    }

    private static func picked(_ moment: RangeMoment, _ zone: Zone) -> String? {
        guard case .at(let seconds) = moment else { return nil }
        return LocalMoment.text(seconds, in: zone)
    }

    private func answer(_ body: HTML, through: Int64, count: Int, isList: Bool) -> Response {
        var response = html(body)
        response.headers[Self.throughHeader] = "\(through)"
        response.headers[Self.countHeader] = "\(count)"
        if isList { response.headers[Self.listHeader] = "1" }
        return response
    }

    private static let throughHeader = HTTPField.Name("x-events-through") ?? .origin
    private static let countHeader = HTTPField.Name("x-events-count") ?? .origin
    private static let listHeader = HTTPField.Name("x-events-list") ?? .origin
}

/// The same list on the command line.
enum EventCommand {
    static func text(_ query: EventListQuery, _ request: EventRequest) -> String {
        var words = ["bangui events"]
        for (name, moment, text) in [("--from", request.from, query.from), ("--to", request.to, query.to)] {
            switch moment {
            case .at(let seconds): words += [name, RFC3339.text(seconds)]
            case .ago: words += [name, text]
            case nil: break
            }
        }
        words += query.kinds.flatMap { ["--kind", quoted($0)] } + query.jails.flatMap { ["--jail", quoted($0)] }
        if let country = request.filter.origin.country { words += ["--country", country] }
        if let network = request.filter.origin.network { words += ["--network", "AS\(network)"] }
        if let lines = request.filter.lines {
            // A value that begins with a dash would pass for an option.
            words +=
                lines.text.utf8.first == UInt8(ascii: "-")
                ? ["--text=" + quoted(lines.text)] : ["--text", quoted(lines.text)]
        }
        if !query.text.isEmpty {
            words += (query.text.utf8.first == UInt8(ascii: "-") ? ["--"] : []) + [quoted(query.text)]
        }
        return words.joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String { JailName(existing: word).shellWord }
}

extension IntakeView {
    /// What is to be told of capture; nil where all is read and well.
    init?(_ progress: IntakeProgress) {
        guard progress.isCatchingUp || progress.trouble != nil else { return nil }
        let remaining = progress.remaining ?? 0
        let done = progress.total > 0 ? Int((progress.total - remaining) * 100 / progress.total) : 0
        self.init(percent: progress.isCatchingUp ? done : nil, trouble: progress.trouble)
    }
}

extension EventRow {
    /// - Parameter choice: what was looked for in the lines: those that hold it are shown, whichever they are, and marked.
    init(_ event: EventEntry, lines: [[UInt8]], choice: LineChoice? = nil) {
        self.init(
            id: event.id, at: event.at, millisecond: event.millisecond,
            kind: Kind(rawValue: event.kind.rawValue) ?? .found,
            why: event.why.flatMap { Why(rawValue: $0.rawValue) }, jail: event.jail, address: event.banID)
        length =
            switch event.length {
            case .seconds(let seconds): seconds
            case .forEver: -1
            case nil: nil
            }
        origin = event.origin
        (count, failures, repeats) = (event.count.map(Int.init), event.failures.map(Int.init), Int(event.repeats))
        isEnforced = event.isEnforced
        (isSeen, since) = (event.source == .socket, event.since)
        (note, operation) = (event.note, event.operationID)
        self.lines = MarkedText.shown(lines, choice, most: EventPages.shownLines, bytes: EventPages.shownBytes)
        moreLines = max(0, lines.count - EventPages.shownLines)
    }
}
