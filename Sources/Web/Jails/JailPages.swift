import Console
import Fail2ban
import HTML
import HTTPTypes
import Host
import Hummingbird

/// The list of jails, one jail, and what is done to it.
struct JailPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.jails, .viewJails) { visit in
            let frame = try await frames.frame(visit, .jailsTitle, .jails)
            let view = try await list(visit)
            return html(visit.request.wantsFragment ? jailListFragment(view, in: frame) : jailListPage(view, in: frame))
        }
        routes.page(.jail, .viewJail) { visit in try await answer(visit) }
        routes.form(.startJail, .startJail) { visit, _ in
            let record = try await visit.console.guarding.jails.start(visit.jail(), by: visit.author(.web))
            return back(to: try visit.jail(), after: record)
        }
        routes.page(.stopJail, .viewStopForm, askToStop)
        routes.form(.stopJail, .stopJail) { visit, _ in
            let record = try await visit.console.guarding.jails.stop(visit.jail(), by: visit.author(.web))
            return back(to: try visit.jail(), after: record)
        }
        routes.form(.reloadJail, .reloadJail) { visit, _ in
            let record = try await visit.console.guarding.jails.reload(visit.jail(), by: visit.author(.web))
            return back(to: try visit.jail(), after: record)
        }
        routes.form(.jailSettings, .changeJail, change)
        routes.form(.ignore, .ignoreAddress, ignore)
        routes.form(.unignore, .unignoreAddress) { visit, fields in
            let jail = try visit.jail()
            let record = try await visit.console.guarding.jails.change(
                .unignore(fields["address"] ?? ""), of: jail, by: visit.author(.web))
            return back(to: jail, after: record)
        }
    }

    private func askToStop(_ visit: Visit) async throws -> Response {
        let jail = try visit.jail()
        let status = visit.console.guarding.board.status
        guard let counters = status.jails.first(where: { $0.name == jail }) else {
            return seeOther(Link.jail(jail.text).path())
        }
        let frame = try await frames.frame(visit, jail.text, .jails)
        return html(jailStopPage(JailRow(counters, in: status), in: frame))
    }

    private func back(to jail: JailName, after record: OperationRecord) -> Response {
        seeOther(Link.jailAfter(jail.text, operation: record.id).path())
    }

    private func change(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let jail = try visit.jail()
        var form = JailView.SettingsForm()
        form.bantime = fields["bantime"] ?? ""
        form.findtime = fields["findtime"] ?? ""
        form.maxretry = fields["maxretry"] ?? ""
        do {
            let current = try await visit.console.guarding.jails.detail(jail).settings
            let changes = try JailChanges.parse(
                [("bantime", form.bantime), ("findtime", form.findtime), ("maxretry", form.maxretry)]
            ).filter { !$0.isAlready(in: current) }
            guard !changes.isEmpty else { return seeOther(Link.jail(jail.text).path()) }
            return back(
                to: jail,
                after: try await visit.console.guarding.jails.change(changes, of: jail, by: visit.author(.web)))
        } catch OperationError.invalid(let faults) {
            form.bantimeError = faults.first { $0.field == "bantime" }?.message
            form.findtimeError = faults.first { $0.field == "findtime" }?.message
            form.maxretryError = faults.first { $0.field == "maxretry" }?.message
            return try await answer(visit, .unprocessableContent) { $0.form = form }
        }
    }

    private func ignore(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let jail = try visit.jail()
        let address = fields["address"] ?? ""
        let note = fields["note"] ?? ""
        do {
            let record = try await visit.console.guarding.jails.change(
                .ignore(try JailChanges.address(address)), of: jail, reason: note, by: visit.author(.web))
            return back(to: jail, after: record)
        } catch OperationError.invalid(let faults) {
            return try await answer(visit, .unprocessableContent) {
                $0.ignoreForm.address = address
                $0.ignoreForm.note = note
                $0.ignoreForm.error = faults.first?.message
            }
        }
    }

    private func list(_ visit: Visit) async throws -> JailListView {
        let status = visit.console.guarding.board.status
        let stopped = try await visit.console.guarding.jails.stopped()
        let health = visit.console.guarding.health.health
        let running = status.jails.map { jail in
            var row = JailRow(jail, in: status)
            row.health = health?.status(of: jail.name.text)
            return row
        }
        var view = JailListView(rows: running + stopped.map(JailRow.init))
        if view.rows.isEmpty { view.emptiness = status.cause.map { .broken(describe($0)) } ?? .nothingYet }
        view.staleSince = status.isStale ? status.readAt : nil
        return view
    }

    private func answer(
        _ visit: Visit, _ code: HTTPResponse.Status = .ok, _ adjust: (inout JailView) -> Void = { _ in }
    ) async throws -> Response {
        let name = try visit.jail()
        var frame = try await frames.frame(visit, name.text, .jails)
        frame.styles = ["doctor.css"]
        var view = try await JailView(name, visit)
        adjust(&view)
        return html(visit.request.wantsFragment ? jailFragment(view, in: frame) : jailPage(view, in: frame), code)
    }
}
