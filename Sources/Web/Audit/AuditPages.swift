import Console
import HTML
import HTTPTypes
import Hummingbird

/// The audit log: its list, its check and its exports.
struct AuditPages: Sendable {
    let frames: Frames

    /// Rows of one page of the list.
    static let rows = 50

    func register(on routes: Routes) {
        routes.page(.audit, .viewAudit, list)
        routes.page(.auditCheck, .viewAudit) { visit in
            _ = try await visit.console.audit.verify()
            return seeOther(Link.audit(AuditListQuery()).path())
        }
        routes.page(.auditCSV, .viewAudit) { try await AuditExport(kind: .csv).answer($0) }
        routes.page(.auditNDJSON, .viewAudit) { try await AuditExport(kind: .ndjson).answer($0) }
    }

    private func list(_ visit: Visit) async throws -> Response {
        var view = AuditListView(query: AuditListQuery(parameters: visit.query))
        var frame = try await frames.frame(visit, .auditTitle, .audit)
        frame.styles = ["audit.css"]
        view.people = try await people(view.query.who, visit)
        view.failure = visit.console.audit.anchorFailure.map { ($0.words, $0.since) }
        view.check = visit.console.audit.lastReport.map(AuditCheckView.init)
        do {
            let filter = try AuditRequest(visit.query, zone: frame.zone).filter
            let page = try await visit.console.audit.page(filter, limit: Self.rows, before: view.query.cursor)
            view.rows = page.entries.map(AuditRow.init)
            (view.next, view.isCutShort) = (page.next, page.isCutShort)
            view.picked = (
                filter.from.flatMap { Self.picked($0, frame.zone) } ?? "",
                filter.to.flatMap { Self.picked($0, frame.zone) } ?? ""
            )
            return html(auditListPage(view, in: frame))
        } catch OperationError.invalid(let faults) {
            view.faults = faults.map(\.message)
            return html(auditListPage(view, in: frame), .unprocessableContent)
        }
    }

    /// Accounts, BanGUI itself, and whoever is asked for.
    private func people(_ chosen: String, _ visit: Visit) async throws -> [String] {
        let names = try await visit.console.accounts.all().map(\.name) + ["BanGUI", "root", chosen]
        return Set(names).filter { !$0.isEmpty }.sorted()
    }

    private static func picked(_ moment: RangeMoment, _ zone: Zone) -> String? {
        guard case .at(let second) = moment else { return nil }
        return LocalMoment.text(second, in: zone)
    }
}

extension AuditRow {
    init(_ entry: AuditEntry) {
        self.init(
            number: entry.sequence, at: entry.at, actor: entry.actor, origin: Origin(rawValue: entry.wayIn.word),
            token: entry.wayIn.token, address: entry.address, kind: entry.kind, subject: entry.subject,
            jail: entry.jail, before: entry.before,
            after: entry.after, result: entry.result, detail: entry.detail, operation: entry.operationID,
            hash: entry.hash)
    }
}

extension AuditCheckView {
    init(_ report: AuditReport) {
        self.init(
            at: report.checkedAt, entries: report.entries, anchored: report.anchored, problem: report.anchorProblem,
            fault: report.fault.map { "\($0)" },
            restores: report.restores.map {
                Restore(number: $0.sequence, at: $0.at, actor: $0.actor, lost: $0.lost, isVouched: $0.isVouched)
            },
            acceptances: report.acceptances.map { Acceptance(number: $0.sequence, at: $0.at, actor: $0.actor) },
            contradictions: report.contradictions.prefix(5).map {
                Contradiction(number: $0.sequence, at: $0.at, user: $0.user.map { Int($0) })
            }, isIndependent: report.isIndependent)
        if case .unvouched? = report.fault { isUnvouched = true }
    }
}
