import Console
import HTML
import HTTPTypes
import Hummingbird

/// Unbanning everything under a filter: a page that shows what that is, and asks.
struct UnbanAllPages: Sendable {
    let frames: Frames

    /// From so many bans on, their number has to be typed.
    static let typedFrom = 50
    /// Bans that the page names.
    static let named = 8

    func register(on routes: Routes) {
        routes.page(.unbanAll, .viewBanForm) { visit in
            let query = BanListQuery(parameters: visit.query.pairs)
            guard query.isFiltered else { return seeOther(Link.bans(query).path()) }
            return try await answer(try await view(query, visit), visit)
        }
        routes.form(.unbanAll, .unban, unban)
    }

    private func unban(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let query = BanListQuery(parameters: fields.pairs)
        var view = try await view(query, visit)
        view.reason = fields["reason"] ?? ""
        view.typed = fields["count"] ?? ""
        guard let shown = fields["shown"].flatMap({ Int($0) }), query.isFiltered else {
            throw OperationError.invalid([FieldFault("filter", "Choose a filter on the list of bans first.")])
        }
        // Bans come and go while someone reads; many more than were shown are not what was meant.
        if view.total > shown + max(10, shown / 10) {
            view.hasGrown = true
            return try await answer(view, visit, .conflict)
        }
        if shown >= Self.typedFrom, view.typed.filter(\.isNumber) != "\(shown)" {
            view.total = shown
            view.isWrong = true
            return try await answer(view, visit, .unprocessableContent)
        }
        let reason = view.reason.isEmpty ? nil : view.reason
        let record = try await visit.console.guarding.bans.unban(
            UnbanRequest(.filter(try BanFilter(query)), reason: reason), by: visit.author(.web))
        let isPlain = !record.items.isEmpty && record.items.allSatisfy { $0.result == .done }
        return seeOther(
            isPlain ? Link.bansAfter(query, operation: record.id).path() : Link.operation(record.id).path())
    }

    private func view(_ query: BanListQuery, _ visit: Visit) async throws -> UnbanAllView {
        let page = try await visit.console.guarding.bans.page(try BanFilter(query), limit: Self.named, cursor: nil)
        return UnbanAllView(
            query: query, total: page.total, bans: page.bans.map { ($0.id, $0.jail) }, limit: Bans.requestLimit,
            typedFrom: Self.typedFrom)
    }

    private func answer(
        _ view: UnbanAllView, _ visit: Visit, _ status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        html(unbanAllPage(view, in: try await frames.frame(visit, .bansUnban, .bans)), status)
    }
}
