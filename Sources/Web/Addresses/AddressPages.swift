import Host
import Console
import Fail2ban
import HTML
import HTTPTypes
import Hummingbird

/// The page of one address or network, and the unban from there.
struct AddressPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.address, .viewAddress, show)
        routes.form(.unbanAddress, .unban, unban)
        routes.form(.addressName, .askName) { visit, _ in
            let id = visit.banID
            _ = try await visit.console.guarding.names.ask(id, by: visit.author(.web))
            return seeOther(Link.address(id.text, lines: nil).path())
        }
    }

    private func show(_ visit: Visit) async throws -> Response {
        let id = visit.banID
        let cursor = visit.query["lines"].flatMap { $0.isEmpty ? nil : $0 }
        // One page for one address, however it is spelled.
        guard id.text.utf8.elementsEqual(visit.addressText.utf8) else {
            return Response(
                status: .permanentRedirect, headers: [.location: Link.address(id.text, lines: cursor).path().text])
        }
        let guarding = visit.console.guarding
        let picture = try await guarding.addresses.picture(of: id)
        let lines = try await guarding.addresses.lines(of: id, in: picture.bannedIn, cursor: cursor)
        let status = guarding.board.status
        var view = AddressView(
            picture: picture, lines: lines, cursor: cursor, commands: guarding.commands(for: picture),
            staleSince: try await guarding.staleSince(), isDown: status.cause != nil)
        view.origins = try await guarding.places.origins(of: id)
        view.credits = guarding.credits
        view.name = guarding.names.known(of: id)
        view.mayAskName = visit.signedIn.principal.may(.askName)
        var frame = try await frames.frame(visit, visible(id.text), .bans)
        frame.styles = Self.styles
        return html(visit.request.wantsFragment ? addressFragment(view, in: frame) : addressPage(view, in: frame))
    }

    static let styles = ["addresses.css"]

    private func unban(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let id = visit.banID
        try ListedIDs.check([id.text], field: "address")
        let jails = fields["everywhere"] == nil ? fields.all("jail") : []
        visit.context.attempt.note([id.text], in: jails)
        guard fields["everywhere"] != nil || !jails.isEmpty else {
            throw OperationError.invalid([FieldFault("jail", "Choose a jail, or all of them.")])
        }
        let reason = fields["reason"].flatMap { $0.isEmpty ? nil : $0 }
        let record = try await visit.console.guarding.bans.unban(
            UnbanRequest(.ids([id.text], jails: jails), reason: reason), by: visit.author(.web))
        let isPlain = record.items.allSatisfy { $0.result == .done }
        return seeOther(
            isPlain
                ? Link.addressAfter(id.text, operation: record.id).path() : Link.operation(record.id).path())
    }
}

extension Visit {
    /// The address that the path names, as it was written there.
    var addressText: String { context.parameters.get("id").flatMap(Link.jail(segment:)) ?? "" }

    /// The same as fail2ban writes it; any other text is an id of its own.
    var banID: BanID { (try? BanID(typed: addressText)) ?? BanID(reading: addressText) }
}

extension Guarding {
    /// Since when what is in force could not be read, also by a server before this one; nil where it is fresh.
    func staleSince() async throws -> Int64? {
        guard board.status.isStale || board.status.cause != nil else { return nil }
        if let moment = board.status.readAt { return moment }
        return try await bans.lastLook()
    }

    /// What lifts the bans of an address by fail2ban's own client, or would ban it in the jail that heard of it last.
    func commands(for picture: AddressPicture) -> [String] {
        let id = picture.id
        guard id.isReachable else { return [] }
        if picture.bans.count > 1 {
            // Without a jail, the client lifts the bans of all jails.
            return [clientOptions.complete("fail2ban-client unban \(JailName(existing: id.text).shellWord)")]
        }
        if let jail = picture.bans.first.map({ JailName(existing: $0.jail) }) {
            return jail.isReachable ? [clientOptions.complete(Command<Int>.unban([id], in: jail).clientWords)] : []
        }
        let running = board.status.jails.map(\.name)
        let known = picture.record?.jails.map(\.name).compactMap { name in running.first { $0.text == name } } ?? []
        guard let jail = known.first ?? running.first, jail.isReachable, id.network.map({ $0.length > 0 }) ?? false
        else { return [] }
        return [clientOptions.complete(Command<Int>.ban([id], in: jail).clientWords)]
    }
}
