package import Console
package import NIOCore

/// Bans as the API tells them.
package enum BanJSON {
    /// With `readAt`, also when fail2ban told it (UTC epoch seconds) and whether that is the past.
    package static func body(_ page: BanPage, readAt: Int64? = nil, isStale: Bool = false) -> ByteBuffer {
        JSONWriter.object(reserving: 256 + page.bans.count * 224) { json in
            json.array("bans", page.bans) { write($1, to: &$0) }
            json.field("next", page.next)
            json.field("total", page.total)
            if let readAt {
                json.field("readAt", time: readAt)
                json.field("stale", isStale)
            }
        }
    }

    static func write(_ ban: BanEntry, to json: inout JSONWriter) {
        json.object { json in
            json.field("address", ban.id)
            json.field("host", ban.host)
            json.field("jail", ban.jail)
            if let bannedAt = ban.bannedAt { json.field("bannedAt", time: bannedAt) }
            switch ban.end {
            case .at(let end): json.field("expiresAt", time: end)
            case .never: json.null("expiresAt")
            case .unknown: break
            }
            json.field("endsBy", ban.endsBy.rawValue)
            json.field("enforced", ban.notEnforced == nil)
            if let words = ban.notEnforced { json.field("notEnforcedBecause", words) }
            if let count = ban.count { json.field("count", count) }
            guard let origin = ban.origin else { return }
            json.field("country", origin.country?.code)
            json.field("network", count: origin.network.map { Int($0.number) })
            if let network = origin.network { json.field("networkName", network.name) }
        }
    }
}

/// What was done, as the API tells it.
package enum OperationJSON {
    package static func body(_ record: OperationRecord) -> ByteBuffer {
        JSONWriter.object { json in
            json.array("results", record.items) { json, item in
                json.object {
                    $0.field("address", item.subject)
                    $0.field("jail", item.jail)
                    $0.field("result", item.result.rawValue)
                    $0.field("detail", item.detail)
                }
            }
            json.field("operation", record.id)
            json.field("undo", record.undoUntil == nil ? nil : record.id)
            json.field("undoUntil", time: record.undoUntil)
            json.field("confirmBy", time: record.confirmBy)
            json.field("undone", record.isUndone)
            json.field("commands", texts: record.commands)
        }
    }
}
