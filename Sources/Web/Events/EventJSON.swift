package import Console
package import NIOCore

/// Events as the API, the stream and the command line tell them.
package enum EventJSON {
    static func body(_ listing: EventListing, lines: [Int64: [[UInt8]]]?) -> ByteBuffer {
        JSONWriter.object(reserving: 256 + listing.events.count * 256) { json in
            json.array("events", listing.events) { json, event in write(event, lines: lines?[event.id], to: &json) }
            json.field("next", listing.next)
        }
    }

    /// One event alone, without a line break.
    package static func text(_ event: EventEntry, lines: [[UInt8]]? = nil) -> ByteBuffer {
        var writer = JSONWriter(reserving: 256)
        write(event, lines: lines, to: &writer)
        return writer.buffer
    }

    private static func write(_ event: EventEntry, lines: [[UInt8]]?, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", event.id)
            json.field("at", time: event.at)
            json.field("millisecond", event.millisecond)
            if let since = event.since { json.field("since", time: since) }
            json.field("host", event.host)
            json.field("kind", event.kind.rawValue)
            json.field("jail", event.jail)
            json.field("address", event.banID)
            if let origin = event.origin { write(origin, to: &json) }
            json.field("why", event.why?.rawValue)
            json.field("source", event.source.rawValue)
            switch event.length {
            case .seconds(let seconds): json.field("length", seconds)
            case .forEver: json.field("length", -1)
            case nil: break
            }
            if let count = event.count { json.field("count", count) }
            if let failures = event.failures { json.field("failures", failures) }
            if event.kind.isBan {
                json.field("repeats", event.repeats)
                json.field("enforced", event.isEnforced)
            }
            if let note = event.note { json.field("note", note) }
            if let operation = event.operationID { json.field("operation", operation) }
            // The daemon keeps what applications wrote: any bytes.
            if let lines { json.field("lines", texts: lines.map { String(decoding: $0, as: UTF8.self) }) }
        }
    }
}

extension EventJSON {
    /// Writes where an address is; what was looked for and not found is null.
    static func write(_ origin: Origin, to json: inout JSONWriter) {
        json.field("country", origin.country?.code)
        if let country = origin.country { write(country.source, as: "countrySource", to: &json) }
        json.field("network", count: origin.network.map { Int($0.number) })
        if let network = origin.network {
            json.field("networkName", network.name)
            write(network.source, as: "networkSource", to: &json)
        }
    }

    private static func write(_ source: Origin.Source, as key: StaticString, to json: inout JSONWriter) {
        json.object(key) { json in
            json.field("name", source.name)
            json.field("builtAt", time: source.builtAt)
        }
    }
}

extension EventEntry.Kind {
    /// Whether an address is kept out from then on.
    package var isBan: Bool { self == .ban || self == .restore || self == .reban }
}
