import Fail2ban

package import Console
package import NIOCore

/// All that is known of an address, as the API and the command line tell it.
package enum AddressJSON {
    /// - Parameters:
    ///   - name: what DNS called it; nil where nobody asked of late.
    ///   - readAt: when fail2ban told which bans are in force, in UTC epoch seconds.
    ///   - isStale: whether that is the past.
    package static func body(
        _ picture: AddressPicture, _ lines: AddressLines, origins: AddressOrigins = AddressOrigins(),
        name: AddressName? = nil,
        readAt: Int64?, isStale: Bool
    ) -> ByteBuffer {
        JSONWriter.object(reserving: 4096) { json in
            json.field("address", picture.id.text)
            json.array("bans", picture.bans) { BanJSON.write($1, to: &$0) }
            json.array("heldBy", picture.covering) { BanJSON.write($1, to: &$0) }
            json.field("readAt", time: readAt)
            json.field("stale", isStale)
            if let known = origins.known {
                json.object("origin") { json in
                    EventJSON.write(known, to: &json)
                    json.field("at", time: origins.knownAt)
                }
            }
            if let current = origins.current { json.object("originNow") { EventJSON.write(current, to: &$0) } }
            if let name { json.object("name") { AddressNameJSON.write(name, to: &$0) } }
            if let record = picture.record {
                json.object("record") { write(record, to: &$0) }
            } else {
                json.null("record")
            }
            if let timeline = picture.timeline {
                json.object("timeline") { write(timeline, to: &$0) }
            } else {
                json.null("timeline")
            }
            json.array("operations", picture.operations) { json, entry in
                json.object { OperationLogJSON.write(entry, to: &$0) }
            }
            json.field("moreOperations", picture.hasMoreOperations)
            if let neighbourhood = picture.neighbourhood {
                json.object("neighbours") { write(neighbourhood, to: &$0) }
            } else {
                json.null("neighbours")
            }
            json.array("lines", lines.bans) { json, ban in
                json.object { json in
                    json.field("event", ban.event.id)
                    json.field("at", time: ban.event.at)
                    json.field("jail", ban.event.jail)
                    json.field("lines", texts: ban.lines.map { String(decoding: $0, as: UTF8.self) })
                }
            }
            json.field("next", lines.next)
        }
    }

    private static func write(_ record: AddressRecord, to json: inout JSONWriter) {
        json.field("firstAt", time: record.firstAt)
        json.field("lastAt", time: record.lastAt)
        json.field("failures", record.attempts)
        json.field("ignored", record.ignored)
        json.field("bans", record.bans)
        json.field("bansByHand", record.bansByHand)
        json.object("ended") { json in
            json.field("expired", record.endings[.expired] ?? 0)
            json.field("hand", record.endings[.hand] ?? 0)
            json.field("stopped", record.endings[.stopped] ?? 0)
            json.field("unknown", record.endings[.unknown] ?? 0)
        }
        json.array("jails", record.jails) { json, jail in
            json.object {
                $0.field("name", jail.name)
                $0.field("failures", jail.attempts)
                $0.field("bans", jail.bans)
                $0.field("lastAt", time: jail.lastAt)
            }
        }
        json.field("countedSince", time: record.since)
    }

    private static func write(_ timeline: AddressTimeline, to json: inout JSONWriter) {
        json.field("from", time: timeline.from)
        json.field("to", time: timeline.to)
        json.array("bans", timeline.lanes.flatMap(\.spans).sorted { $0.from > $1.from }) { json, span in
            json.object { json in
                json.field("jail", span.jail)
                json.field("from", time: span.from)
                json.field("to", time: span.to)
                json.field("inForce", span.isInForce)
                json.field("ended", span.ending?.rawValue)
                json.field("byHand", span.isByHand)
                json.field("restored", span.isRestored)
                if let event = span.event { json.field("event", event) }
                if let failures = span.failures { json.field("failures", failures) }
                if let operation = span.operationID { json.field("operation", operation) }
            }
        }
        json.field("moreBans", timeline.isCut)
    }

    private static func write(_ neighbourhood: Neighbourhood, to json: inout JSONWriter) {
        json.field("network", "\(neighbourhood.network)")
        json.field("total", neighbourhood.total)
        json.field("banned", neighbourhood.banned)
        json.field("countedSince", time: neighbourhood.since)
        json.array("addresses", neighbourhood.neighbours) { json, one in
            json.object {
                $0.field("address", one.id)
                $0.field("failures", one.attempts)
                $0.field("bans", one.bans)
                $0.field("lastAt", time: one.lastAt)
                $0.field("jails", texts: one.jails)
            }
        }
    }
}

/// Addresses found by a word in their lines, as the API and the command line tell them.
package enum LineFindsJSON {
    package static func body(_ found: LineFinds) -> ByteBuffer {
        JSONWriter.object(reserving: 1024) { json in
            json.array("addresses", found.finds) { write($1, to: &$0) }
            json.field("looked", found.seen)
            json.field("backTo", time: found.reached)
            json.field("next", found.next)
        }
    }

    /// One address alone, without a line break.
    package static func text(_ find: LineFinds.Find) -> ByteBuffer {
        var writer = JSONWriter(reserving: 512)
        write(find, to: &writer)
        return writer.buffer
    }

    private static func write(_ find: LineFinds.Find, to json: inout JSONWriter) {
        json.object { json in
            json.field("address", find.id)
            json.field("at", time: find.event.at)
            json.field("jail", find.event.jail)
            json.field("event", find.event.id)
            json.field("line", String(decoding: find.line, as: UTF8.self))
            json.field("lines", find.count)
            json.array("bans", find.bans) { BanJSON.write($1, to: &$0) }
        }
    }
}
