import Console
import HTTPTypes
import Hummingbird
import NIOCore

/// The whole of a filtered log as a file, streamed page by page, the newest entry first.
struct AuditExport: Sendable {
    enum Kind: String, Sendable { case csv, ndjson }

    let kind: Kind

    static let columns = [
        "number", "at", "by", "via", "address", "kind", "subject", "host", "jail", "before", "after", "result",
        "detail",
        "operation", "hash",
    ]

    func answer(_ visit: Visit) async throws -> Response {
        let zone = Zone(visit.console.configuration.timeZone) ?? .utc
        let filter = try AuditRequest(visit.query, zone: zone).filter.settled(now: visit.console.now())
        let (log, kind) = (visit.console.audit, kind)
        // Read before the answer begins: a failure can still be told.
        let first = try await log.page(filter, limit: AuditLog.pageLimit - 1)
        let name = "audit-\(RFC3339.text(visit.console.now()).filter { $0 != ":" && $0 != "-" }).\(kind.rawValue)"
        let type = kind == .csv ? "text/csv; charset=utf-8" : "application/x-ndjson"
        return Response(
            status: .ok,
            headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""],
            body: ResponseBody { writer in
                if kind == .csv { try await writer.write(ByteBuffer(string: CSV.row(Self.columns))) }
                try await writer.write(Self.text(of: first.entries, kind))
                var before = first.next
                while let place = before {
                    let page = try await log.page(filter, limit: AuditLog.pageLimit - 1, before: place)
                    if !page.entries.isEmpty { try await writer.write(Self.text(of: page.entries, kind)) }
                    before = page.next
                }
                try await writer.finish(nil)
            })
    }

    private static func text(of entries: [AuditEntry], _ kind: Kind) -> ByteBuffer {
        var buffer = ByteBuffer()
        for entry in entries {
            switch kind {
            case .csv: buffer.writeString(CSV.row(cells(entry)))
            case .ndjson:
                buffer.writeImmutableBuffer(AuditJSON.text(entry))
                buffer.writeString("\n")
            }
        }
        return buffer
    }

    static func cells(_ entry: AuditEntry) -> [String] {
        let optional: [String?] = [
            entry.subject, entry.host, entry.jail, entry.before, entry.after, entry.result, entry.detail,
            entry.operationID, entry.hash,
        ]
        return [
            "\(entry.sequence)", RFC3339.text(entry.at), entry.actor, entry.wayIn.recorded, entry.address ?? "",
            entry.kind,
        ] + optional.map { $0 ?? "" }
    }
}
