import Fail2ban
import Host
import Console
import HTML
import HTTPTypes
import Hummingbird

/// The list of bans and what is done from it.
struct BanPages: Sendable {
    let frames: Frames

    /// Rows of one page of the list.
    static let rows = 100

    func register(on routes: Routes) {
        routes.page(.bans, .viewBans, list)
        routes.form(.unban, .unban, unban)
        routes.form(.undo, .undo) { visit, _ in
            let record = try await visit.console.guarding.bans.undo(
                visit.parameter("id"), by: visit.author(.web), as: visit.signedIn.principal)
            return seeOther(Link.operation(record.id).path())
        }
        routes.form(.confirmOperation, .confirmOperation) { visit, _ in
            let record = try await visit.console.guarding.bans.confirm(
                visit.parameter("id"), by: visit.author(.web), as: visit.signedIn.principal)
            return seeOther(Link.operation(record.id).path())
        }
        routes.page(.operation, .viewOperation) { visit in
            let record = try await visit.console.guarding.bans.operation(visit.parameter("id"))
            var frame = try await frames.frame(visit, "", .bans)
            frame.title = OperationWords.summary(record, in: frame.language)
            return html(operationPage(OperationView(record), in: frame))
        }
    }

    private func list(_ visit: Visit) async throws -> Response {
        let query = BanListQuery(parameters: visit.query.pairs)
        let frame = try await frames.frame(visit, .bansTitle, .bans)
        do {
            let view = try await view(query, visit)
            return html(visit.request.wantsFragment ? banListFragment(view, in: frame) : banListPage(view, in: frame))
        } catch OperationError.invalid(let faults) {
            var view = BanListView(
                query: query, rows: [], total: 0, jails: Self.jails(visit.console.guarding.board.status))
            view.faults = faults.map(\.message)
            return html(banListPage(view, in: frame), .unprocessableContent)
        }
    }

    private static func jails(_ status: DaemonStatus) -> [JailChoice] {
        status.jails.map { JailChoice(name: $0.name.text, banned: $0.banned) }
    }

    private func view(_ query: BanListQuery, _ visit: Visit) async throws -> BanListView {
        let status = visit.console.guarding.board.status
        let page = try await visit.console.guarding.bans.page(
            try BanFilter(query), limit: Self.rows, cursor: query.cursor)
        var view = BanListView(
            query: query, rows: page.bans.map { BanRow($0) }, total: page.total, jails: Self.jails(status),
            next: page.next)
        if page.bans.isEmpty {
            view.emptiness =
                query.isFiltered
                ? .filteredAway : status.cause.map { .broken(describe($0)) } ?? .nothingYet
        }
        view.staleSince = status.isStale ? status.readAt : nil
        view.unread = Self.unread(query, status, total: page.total)
        view.commands = Self.commands(query)
        view.credits = visit.console.guarding.credits
        return view
    }

    /// How many more bans the daemon counts in the chosen jails than the list has, where that is no matter of a moment; a
    /// list that is searched cannot be compared.
    static func unread(_ query: BanListQuery, _ status: DaemonStatus, total: Int) -> Int? {
        guard status.state == .up, query.text.isEmpty, query.country.isEmpty, query.network.isEmpty else { return nil }
        let jails = status.jails.filter { query.jails.isEmpty || query.jails.contains($0.name.text) }
        let missing = jails.reduce(0) { $0 + $1.banned } - total
        return missing < 100 ? nil : missing
    }

    /// The same on the command line, which tells of one address at a time.
    private static func commands(_ query: BanListQuery) -> [String] {
        guard query.text.isEmpty else {
            let isAlone = BanListQuery(text: query.text, sort: query.sort, cursor: query.cursor) == query
            return isAlone && IPNetwork(query.text) != nil ? ["bangui address " + query.text] : []
        }
        var words = ["bangui ban list"] + query.jails.map { "--jail " + JailName(existing: $0).shellWord }
        if let country = OriginChoice.country(query.country) { words.append("--country \(country)") }
        if let network = OriginChoice.network(query.network) { words.append("--network AS\(network)") }
        return [words.joined(separator: " ")]
    }

    private func unban(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let chosen = fields["only"].map { [$0] } ?? fields.all("ban")
        let rows = chosen.compactMap { BanReference(text: $0) }.map {
            UnbanRequest.Row(id: $0.address, jail: $0.jail)
        }
        guard !rows.isEmpty else {
            throw OperationError.invalid([FieldFault("ban", "Select at least one ban to lift.")])
        }
        visit.context.attempt.note(rows.map(\.id), in: rows.map(\.jail))
        try ListedIDs.check(rows.map(\.id), field: "ban")
        let reason = fields["reason"].flatMap { $0.isEmpty ? nil : $0 }
        let record = try await visit.console.guarding.bans.unban(
            UnbanRequest(.rows(rows), reason: reason), by: visit.author(.web))
        let isPlain = record.items.allSatisfy { $0.result == .done }
        return seeOther(
            isPlain
                ? Link.bansAfter(listBefore(visit), operation: record.id).path() : Link.operation(record.id).path())
    }
}

extension BanPages {
    /// The list from which a form was sent, so that its filter stays; the first one where the browser does not say.
    private func listBefore(_ visit: Visit) -> BanListQuery {
        guard let referer = visit.request.headers[.referer] else { return BanListQuery() }
        let query = referer.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        return BanListQuery(parameters: FormFields(parsing: query).pairs)
    }
}

extension BanFilter {
    /// - Throws: `OperationError.invalid` where the query names no country or network.
    init(_ query: BanListQuery) throws(OperationError) {
        self.init(
            jails: query.jails, text: query.text,
            origin: try OriginChoice(country: query.country, network: query.network), order: Order(query.sort))
    }
}

extension BanFilter.Order {
    /// The order that a column and its direction stand for.
    init(_ sort: BanListQuery.Sort) {
        switch (sort.column, sort.descending) {
        case (.banned, false): self = .oldest
        case (.ends, _): self = .ending
        case (.address, _): self = .address
        case (.jail, _): self = .jail
        default: self = .newest
        }
    }
}

extension BanRow {
    init(_ ban: BanEntry) {
        let ends: Ending =
            switch (ban.end, ban.endsBy) {
            case (.at(let end), .fail2ban): .fail2ban(end)
            case (.at(let end), .bangui): .bangui(end)
            case (.never, _): .permanent
            case (.unknown, _): .unknown
            }
        self.init(
            address: ban.id, jail: ban.jail, bannedAt: ban.bannedAt, ends: ends, count: ban.count.map(Int.init),
            notEnforced: ban.notEnforced, origin: ban.origin)
    }
}

extension OperationView.Result.End {
    /// Of an address that was to be banned; nil where it was not.
    init?(_ item: OperationRecord.Item) {
        switch (item.result, item.end.flatMap(Moment.init)) {
        case (.refused, _): return nil
        case (.already, nil): self = .kept
        case (.already, let end?): self = .moved(from: item.previousEnd.flatMap(Moment.init), to: end)
        case (_, nil): self = .byJail
        case (_, let end?): self = .chosen(end)
        }
    }
}

extension OperationView.Result.End.Moment {
    fileprivate init?(_ end: BanEntry.End) {
        switch end {
        case .at(let moment): self = .at(moment)
        case .never: self = .never
        case .unknown: return nil
        }
    }
}

extension OperationView {
    init(_ record: OperationRecord) {
        let kind: Kind =
            switch record.kind {
            case .ban: .ban
            case .unban: .unban
            case .undo: .undo
            case .change, .ignore, .unignore, .start, .stop, .reload: .change
            }
        self.init(
            id: record.id, kind: kind, at: record.at, reason: record.reason,
            results: record.items.map {
                Result(
                    address: $0.subject, jail: $0.jail, outcome: .init(rawValue: $0.result.rawValue) ?? .unknown,
                    detail: $0.detail, end: kind == .ban ? .init($0) : nil)
            },
            undo: record.undoUntil.map { UndoView(id: record.id, deadline: $0) }, isUndone: record.isUndone,
            commands: record.commands)
    }
}
