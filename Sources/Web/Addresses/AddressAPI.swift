import Console
import Hummingbird

/// `/api/addresses`: who an address is, and addresses by a word in their lines.
struct AddressAPI {
    func register(on routes: Routes) {
        routes.api(.get, "/api/addresses", .searchLines) { visit in
            let found = try await visit.console.guarding.addresses.search(
                visit.query["word"] ?? "", cursor: visit.query["cursor"].flatMap { $0.isEmpty ? nil : $0 })
            return json(LineFindsJSON.body(found))
        }
        routes.api(.get, "/api/addresses/{id}", .viewAddress) { visit in
            let guarding = visit.console.guarding
            let cursor = visit.query["lines"].flatMap { $0.isEmpty ? nil : $0 }
            let picture = try await guarding.addresses.picture(of: visit.banID)
            let lines = try await guarding.addresses.lines(of: visit.banID, in: picture.bannedIn, cursor: cursor)
            let status = guarding.board.status
            let origins = try await guarding.places.origins(of: visit.banID)
            return json(
                AddressJSON.body(
                    picture, lines, origins: origins, name: guarding.names.known(of: visit.banID),
                    readAt: status.readAt, isStale: status.isStale))
        }
        routes.api(.post, "/api/addresses/{id}/name", .askName) { visit in
            json(AddressNameJSON.body(try await visit.console.guarding.names.ask(visit.banID, by: visit.author(.api))))
        }
    }
}
