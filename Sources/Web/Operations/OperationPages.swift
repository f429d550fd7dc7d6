import Console
import Fail2ban
import Host
import HTML
import HTTPTypes
import Hummingbird

/// The list of what was done.
struct OperationPages: Sendable {
    let frames: Frames

    /// Rows of one page of the list.
    static let rows = 50

    func register(on routes: Routes) {
        routes.page(.operations, .viewOperations) { visit in
            let view = try await view(OperationListQuery(parameters: visit.query), visit)
            let frame = try await frames.frame(visit, .operationsTitle, .operations)
            return html(
                visit.request.wantsFragment
                    ? operationListFragment(view, in: frame) : operationListPage(view, in: frame))
        }
    }

    private func view(_ query: OperationListQuery, _ visit: Visit) async throws -> OperationListView {
        let guarding = visit.console.guarding
        let page = try await guarding.bans.log(
            OperationFilter(text: query.text, jail: query.jail.isEmpty ? nil : query.jail), limit: Self.rows,
            cursor: query.cursor)
        var jails = guarding.board.status.jails.map(\.name.text)
        // A jail that is asked for and does not run stays a choice, as do those that were stopped here.
        let others = try await guarding.jails.stopped().map(\.name.text) + [query.jail]
        for name in others where !name.isEmpty && !jails.contains(name) { jails.append(name) }
        return OperationListView(
            query: query, rows: page.entries.map(OperationRow.init), jails: jails.sorted(), next: page.next)
    }
}

extension OperationRow {
    /// The operation as the page of one of its subjects tells it.
    init(_ entry: OperationEntry, about text: String) {
        self.init(entry)
        guard let item = entry.record.items.first(where: { $0.subject.utf8.elementsEqual(text.utf8) }) else { return }
        (subject, jail) = (item.subject, item.jail)
    }

    init(_ entry: OperationEntry) {
        let record = entry.record
        self.init(
            id: record.id, kind: .init(record.kind), at: record.at, actor: record.actor,
            origin: .init(rawValue: entry.wayIn.word) ?? .bangui, token: entry.wayIn.token,
            subject: record.items.first?.subject ?? "",
            jail: record.items.first?.jail ?? "", more: max(0, entry.total - 1), done: entry.changed,
            total: entry.total, worst: Self.worst(entry.results), reason: record.reason)
        undone = entry.undo.map { Undone(actor: $0.actor, at: $0.at, isUnconfirmed: $0.isUnconfirmed) }
        confirmBy = record.confirmBy
    }

    private static func worst(_ results: [OperationRecord.Result: Int]) -> OperationView.Result.Outcome {
        let order: [OperationRecord.Result] = [.unknown, .notEnforced, .refused, .done]
        let found = order.first { results[$0, default: 0] > 0 } ?? .already
        return .init(rawValue: found.rawValue) ?? .unknown
    }
}

extension OperationRow.Kind {
    init(_ kind: OperationRecord.Kind) {
        switch kind {
        case .ban: self = .ban
        case .unban: self = .unban
        case .undo: self = .undo
        case .change: self = .change
        case .ignore: self = .ignore
        case .unignore: self = .unignore
        case .start: self = .start
        case .stop: self = .stop
        case .reload: self = .reload
        }
    }
}
