import Console
import Hummingbird
import NIOCore

/// `/api/operations`: what was done, by whom, and what came of it.
struct OperationAPI {
    func register(on routes: Routes) {
        routes.api(.get, "/api/operations", .viewOperations) { visit in
            let query = visit.query
            let jail = query["jail"].flatMap { $0.isEmpty ? nil : $0 }
            let page = try await visit.console.guarding.bans.log(
                OperationFilter(text: query["q"] ?? "", jail: jail), limit: try BanAPI.limit(query),
                cursor: query["cursor"].flatMap { $0.isEmpty ? nil : $0 })
            return json(OperationLogJSON.body(page))
        }
    }
}

/// What was done, as the API lists it.
enum OperationLogJSON {
    static func body(_ page: OperationPage) -> ByteBuffer {
        JSONWriter.object(reserving: 256 + page.entries.count * 400) { json in
            json.array("operations", page.entries) { json, entry in json.object { write(entry, to: &$0) } }
            json.field("next", page.next)
        }
    }

    static func write(_ entry: OperationEntry, to json: inout JSONWriter) {
        let record = entry.record
        json.field("operation", record.id)
        json.field("kind", record.kind.rawValue)
        json.field("by", record.actor)
        json.field("via", entry.wayIn.word)
        json.field("token", entry.wayIn.token)
        json.field("at", time: record.at)
        json.field("reason", record.reason)
        json.object("results") { json in
            json.field("done", entry.results[.done] ?? 0)
            json.field("already", entry.results[.already] ?? 0)
            json.field("refused", entry.results[.refused] ?? 0)
            json.field("not_enforced", entry.results[.notEnforced] ?? 0)
            json.field("unknown", entry.results[.unknown] ?? 0)
        }
        json.array("first", record.items) { json, item in
            json.object {
                $0.field("address", item.subject)
                $0.field("jail", item.jail)
                $0.field("result", item.result.rawValue)
                $0.field("detail", item.detail)
            }
        }
        json.field("undoUntil", time: record.undoUntil)
        json.field("confirmBy", time: record.confirmBy)
        json.field("undone", record.isUndone)
        json.field("undoneBy", entry.undo?.actor)
        json.field("undoneAt", time: entry.undo?.at)
        json.field("unconfirmed", entry.undo?.isUnconfirmed ?? false)
    }
}
