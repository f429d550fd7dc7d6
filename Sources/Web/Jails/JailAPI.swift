package import Console
import Fail2ban
package import Host
import Hummingbird
import NIOCore

/// `/api/jails` and what is done to jails.
struct JailAPI {
    func register(on routes: Routes) {
        routes.api(.get, "/api/jails", .viewJails) { visit in
            let stopped = try await visit.console.guarding.jails.stopped()
            return json(
                JailJSON.list(
                    visit.console.guarding.board.status, stopped: stopped, visit.console.guarding.health.health))
        }
        routes.api(.get, "/api/jails/{name}", .viewJail) { visit in
            let detail = try await visit.console.guarding.jails.detail(try visit.jail())
            return json(JailJSON.body(detail, visit.console.guarding.health.health))
        }
        routes.api(.post, "/api/jails/{name}/start", .startJail) { visit in
            json(
                OperationJSON.body(
                    try await visit.console.guarding.jails.start(try visit.jail(), by: visit.author(.api))))
        }
        routes.api(.post, "/api/jails/{name}/stop", .stopJail) { visit in
            json(
                OperationJSON.body(
                    try await visit.console.guarding.jails.stop(try visit.jail(), by: visit.author(.api))))
        }
        routes.api(.post, "/api/jails/{name}/reload", .reloadJail) { visit in
            json(
                OperationJSON.body(
                    try await visit.console.guarding.jails.reload(try visit.jail(), by: visit.author(.api))))
        }
        routes.api(.post, "/api/jails/{name}/settings", .changeJail) { visit in
            let body = try await RequestBody.json(SettingsBody.self, of: visit.request, limit: RequestBody.limit)
            return try await change(try JailChanges.parse(body.fields), visit)
        }
        routes.api(.post, "/api/jails/{name}/ignore", .ignoreAddress) { visit in
            let body = try await RequestBody.json(AddressBody.self, of: visit.request, limit: RequestBody.limit)
            return try await change([.ignore(try JailChanges.address(body.address))], reason: body.note, visit)
        }
        routes.api(.post, "/api/jails/{name}/unignore", .unignoreAddress) { visit in
            let body = try await RequestBody.json(AddressBody.self, of: visit.request, limit: RequestBody.limit)
            return try await change([.unignore(body.address)], visit)
        }
    }

    private func change(_ changes: [JailChange], reason: String? = nil, _ visit: Visit) async throws -> Response {
        json(
            OperationJSON.body(
                try await visit.console.guarding.jails.change(
                    changes, of: try visit.jail(), reason: reason, by: visit.author(.api))))
    }

    struct AddressBody: Decodable {
        var address: String
        var note: String?
    }

    struct SettingsBody: Decodable {
        var bantime: String?
        var findtime: String?
        var maxretry: Int?

        var fields: [(String, String)] {
            [("bantime", bantime), ("findtime", findtime), ("maxretry", maxretry.map(String.init))].compactMap {
                field in
                field.1.map { (field.0, $0) }
            }
        }
    }
}

/// Changes of settings as a person or a program writes them.
package enum JailChanges {
    /// The changes that fields ask for: `bantime` and `findtime` such as `10m`, `maxretry` a number; empty ones
    /// change nothing.
    package static func parse(_ fields: [(String, String)]) throws(OperationError) -> [JailChange] {
        var faults: [FieldFault] = []
        var changes: [JailChange] = []
        for (name, value) in fields where !value.isEmpty {
            do throws(FieldFault.Failure) {
                changes.append(try change(name, value))
            } catch {
                faults.append(error.fault)
            }
        }
        guard faults.isEmpty else { throw .invalid(faults) }
        return changes
    }

    static func address(_ text: String) throws(OperationError) -> BanID {
        do throws(BanIDError) {
            return try BanID(typed: text)
        } catch {
            throw .invalid([
                FieldFault("address", "“\(text)” is neither an address nor a network such as 192.0.2.0/24.")
            ])
        }
    }

    private static func change(_ name: String, _ value: String) throws(FieldFault.Failure) -> JailChange {
        switch name {
        case "maxretry":
            guard let count = Int(value), (1...100_000).contains(count) else {
                throw .init(name, "Give a number from 1 to 100000.")
            }
            return .maxRetry(count)
        case "findtime":
            guard case .seconds(let seconds) = try time(name, value) else {
                throw .init(name, "A find time has to end; give one such as 10m.")
            }
            return .findTime(seconds)
        default: return .banTime(try time(name, value))
        }
    }

    private static func time(_ name: String, _ value: String) throws(FieldFault.Failure) -> BanTime {
        do throws(BanTimeError) {
            return try BanTime(typed: value)
        } catch {
            throw .init(name, "\(error)")
        }
    }
}

extension FieldFault {
    /// A fault as an error, where values are read one by one.
    struct Failure: Error {
        let fault: FieldFault

        init(_ field: String, _ reason: String) { fault = FieldFault(field, reason) }
    }
}
