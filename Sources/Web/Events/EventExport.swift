import Console
import HTTPTypes
import Hummingbird
import NIOCore

/// The whole of a filtered list of events as a file, streamed page by page, the newest first.
struct EventExport: Sendable {
    enum Kind: String, Sendable {
        case csv, ndjson, json

        var type: String {
            switch self {
            case .csv: "text/csv; charset=utf-8"
            case .ndjson: "application/x-ndjson"
            case .json: "application/json"
            }
        }
    }

    let kind: Kind

    static let columns = [
        "id", "at", "millisecond", "host", "kind", "jail", "address", "country", "network", "why", "source", "length",
        "count", "failures", "repeats", "enforced", "note", "operation", "lines",
    ]

    /// - Parameters:
    ///   - zone: of times that name none, as the page has them.
    func answer(_ visit: Visit, zone: Zone, _ exports: Exports) async throws -> Response {
        let seat = try exports.seat(for: visit.signedIn.session.id)
        let now = visit.console.now()
        let request = try EventRequest(visit.query, standard: EventEntry.Kind.usual, zone: zone, now: now)
        // A range that ends now ends where the first page begins; one that began an hour ago does not move on the way.
        let range = (
            from: request.from.map { RangeMoment.at($0.beginning(now: now)) },
            to: request.to?.end(now: now).map { RangeMoment.at($0) }
        )
        let (history, kind, turns) = (visit.console.guarding.history, kind, exports.turns)
        let page: @Sendable (String?) async throws -> (ByteBuffer, next: String?) = { cursor in
            let page = try await history.page(
                request.filter, from: range.from, to: range.to, limit: EventHistory.pageLimit, cursor: cursor)
            let lines = try await history.lines(of: page.events.filter(\.kind.isBan).map(\.id))
            return (Self.text(of: page.events, lines, kind, isFirst: cursor == nil), page.next)
        }
        // Read before the answer begins: a failure can still be told.
        let first = try await turns.run { try await page(nil) }
        let name = "events-\(RFC3339.text(now).filter { $0 != ":" && $0 != "-" }).\(kind.rawValue)"
        return Response(
            status: .ok,
            headers: [.contentType: kind.type, .contentDisposition: "attachment; filename=\"\(name)\""],
            body: ResponseBody { writer in
                switch kind {
                case .csv: try await writer.write(ByteBuffer(string: CSV.row(Self.columns)))
                case .json: try await writer.write(ByteBuffer(string: "["))
                case .ndjson: break
                }
                if first.0.readableBytes > 0 { try await writer.write(first.0) }
                var cursor = first.next
                while let place = cursor {
                    let next = try await turns.run { try await page(place) }
                    if next.0.readableBytes > 0 { try await writer.write(next.0) }
                    cursor = next.next
                }
                if kind == .json { try await writer.write(ByteBuffer(string: "\n]\n")) }
                try await writer.finish(nil)
                withExtendedLifetime(seat) {}
            })
    }

    private static func text(
        of events: [EventEntry], _ lines: [Int64: [[UInt8]]], _ kind: Kind, isFirst: Bool
    ) -> ByteBuffer {
        var buffer = ByteBuffer()
        for (index, event) in events.enumerated() {
            let lines = event.kind.isBan ? lines[event.id] ?? [] : nil
            switch kind {
            case .csv: buffer.writeString(CSV.row(cells(event, lines ?? [])))
            case .ndjson:
                buffer.writeImmutableBuffer(EventJSON.text(event, lines: lines))
                buffer.writeString("\n")
            case .json:
                buffer.writeString(isFirst && index == 0 ? "\n" : ",\n")
                buffer.writeImmutableBuffer(EventJSON.text(event, lines: lines))
            }
        }
        return buffer
    }

    static func cells(_ event: EventEntry, _ lines: [[UInt8]]) -> [String] {
        let length: String =
            switch event.length {
            case .seconds(let seconds): "\(seconds)"
            case .forEver: "for ever"
            case nil: ""
            }
        let head: [String?] = [
            "\(event.id)", RFC3339.text(event.at), "\(event.millisecond)", event.host, event.kind.rawValue, event.jail,
            event.banID, event.origin?.country?.code, event.origin?.network.map { "AS\($0.number)" },
            event.why?.rawValue, event.source.rawValue, length,
            event.count.map { "\($0)" }, event.failures.map { "\($0)" },
        ]
        let ban: [String?] =
            event.kind.isBan ? ["\(event.repeats)", event.isEnforced ? "yes" : "no"] : [nil, nil]
        let tail: [String?] = [
            event.note, event.operationID, lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"),
        ]
        return (head + ban + tail).map { $0 ?? "" }
    }
}
