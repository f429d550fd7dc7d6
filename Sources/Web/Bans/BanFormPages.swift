import Fail2ban
import Host
import Console
import HTML
import HTTPTypes
import Hummingbird

/// The form to ban by hand.
struct BanFormPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.ban, .viewBanForm) { visit in
            var view = empty(visit)
            view.addresses = visit.query["addresses"] ?? ""
            view.chosenJails = Set(visit.query.all("jail"))
            return try await answer(view, visit)
        }
        routes.form(.ban, .ban, ban)
    }

    private func ban(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        var view = empty(visit)
        view.addresses = fields["addresses"] ?? ""
        view.chosenJails = Set(fields.all("jail"))
        view.duration = fields["duration"] ?? ""
        view.reason = fields["reason"] ?? ""
        view.confirm = fields["confirm"] ?? ""
        let request = BanRequest(
            addresses: view.addresses.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map(String.init),
            jails: fields.all("jail"), duration: view.duration, reason: view.reason, confirm: view.confirm)
        visit.context.attempt.note(request.addresses, in: request.jails)
        do {
            let record = try await visit.console.guarding.bans.ban(request, by: visit.author(.web))
            view.refusals = refusals(record)
            guard !view.refusals.isEmpty, record.items.allSatisfy({ $0.result == .refused }) else {
                return seeOther(Link.operation(record.id).path())
            }
            view.confirmText = Set(view.refusals.map(\.asked)).sorted().joined(separator: " ")
            return try await answer(view, visit, .conflict)
        } catch OperationError.invalid(let faults) {
            view.errors = BanFormView.Errors(faults)
            return try await answer(view, visit, .unprocessableContent)
        } catch {
            guard let words = Self.words(for: error) else { throw error }
            await visit.noteFailed(.ban, error)
            view.errors.addresses = words
            var response = try await answer(view, visit, .serviceUnavailable)
            if var problem = Problem(error) {
                problem.take(visit.console.breakers)
                problem.addHeaders(to: &response)
            }
            return response
        }
    }

    /// Why nothing was sent, where fail2ban is the reason; nil for any other.
    private static func words(for error: any Error) -> String? {
        switch error {
        case let error as HostError: describe(error)
        case OperationError.host(let error): describe(error)
        default: nil
        }
    }

    /// The form as it stood, with what is protected; nothing that was typed is lost.
    private func refusals(_ record: OperationRecord) -> [BanFormView.Refusal] {
        record.items.filter { $0.result == .refused }.map {
            BanFormView.Refusal(asked: $0.subject, why: $0.detail ?? "")
        }
    }

    private func empty(_ visit: Visit) -> BanFormView {
        BanFormView(
            jails: visit.console.guarding.board.status.jails.map {
                JailChoice(name: $0.name.text, banned: $0.banned)
            })
    }

    private func answer(
        _ view: BanFormView, _ visit: Visit, _ status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        html(banFormPage(view, in: try await frames.frame(visit, .banTitle, .bans)), status)
    }
}

extension BanFormView.Errors {
    init(_ faults: [FieldFault]) {
        func words(_ field: String) -> String? {
            let found = faults.filter { $0.field == field }.map(\.message)
            return found.isEmpty ? nil : found.joined(separator: " ")
        }
        self.init(
            addresses: words("addresses"), jails: words("jails"), duration: words("duration"),
            reason: words("reason"), confirm: words("confirm"))
    }
}
