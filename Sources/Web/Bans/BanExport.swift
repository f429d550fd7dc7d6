import Console
import HTTPTypes
import Hummingbird
import NIOCore

/// The whole of a filtered list as a file, streamed page by page.
struct BanExport: Sendable {
    let exports: Exports

    func register(on routes: Routes) {
        routes.page(.exportCSV, .exportBans) { visit in
            try await stream(visit, "csv", "text/csv; charset=utf-8", head: CSV.row(Self.columns), tail: "") {
                bans, _ in
                var buffer = ByteBuffer()
                for ban in bans { buffer.writeString(CSV.row(Self.cells(ban))) }
                return buffer
            }
        }
        routes.page(.exportJSON, .exportBans) { visit in
            try await stream(visit, "json", "application/json", head: "[", tail: "\n]\n") { bans, isFirst in
                var buffer = ByteBuffer()
                for (index, ban) in bans.enumerated() {
                    buffer.writeString(isFirst && index == 0 ? "\n" : ",\n")
                    var writer = JSONWriter(reserving: 256)
                    BanJSON.write(ban, to: &writer)
                    buffer.writeBytes(writer.bytes)
                }
                return buffer
            }
        }
    }

    static let columns = [
        "address", "jail", "host", "banned_at", "expires_at", "ends_by", "enforced", "count", "country", "network",
        "network_name",
    ]

    static func cells(_ ban: BanEntry) -> [String] {
        let end: String =
            switch ban.end {
            case .at(let end): RFC3339.text(end)
            case .never: "never"
            case .unknown: ""
            }
        return [
            ban.id, ban.jail, ban.host, ban.bannedAt.map(RFC3339.text) ?? "", end, ban.endsBy.rawValue,
            ban.notEnforced == nil ? "yes" : "no", ban.count.map { "\($0)" } ?? "", ban.origin?.country?.code ?? "",
            ban.origin?.network.map { "AS\($0.number)" } ?? "", ban.origin?.network?.name ?? "",
        ]
    }

    private func stream(
        _ visit: Visit, _ ending: String, _ type: String, head: String, tail: String,
        _ body: @escaping @Sendable ([BanEntry], _ isFirst: Bool) -> ByteBuffer
    ) async throws -> Response {
        let (seat, turns) = (try exports.seat(for: visit.signedIn.session.id), exports.turns)
        let filter = try BanFilter(BanListQuery(parameters: visit.query.pairs))
        let bans = visit.console.guarding.bans
        // Read before the answer begins: a failure can still be told.
        let first = try await turns.run { try await bans.page(filter, limit: Bans.pageLimit, cursor: nil) }
        let name = "bans-\(RFC3339.text(visit.console.now()).filter { $0 != ":" && $0 != "-" }).\(ending)"
        return Response(
            status: .ok,
            headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: head))
                if !first.bans.isEmpty { try await writer.write(body(first.bans, true)) }
                var cursor = first.next
                while let place = cursor {
                    let page = try await turns.run {
                        try await bans.page(filter, limit: Bans.pageLimit, cursor: place)
                    }
                    if !page.bans.isEmpty { try await writer.write(body(page.bans, false)) }
                    cursor = page.next
                }
                try await writer.write(ByteBuffer(string: tail))
                try await writer.finish(nil)
                withExtendedLifetime(seat) {}
            })
    }
}

/// Comma-separated values (RFC 4180), safe to open in a spreadsheet.
enum CSV {
    static func row(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// What begins a formula (OWASP, CSV Injection), the full-width forms of East Asian input included.
    private static let formulaStarts = Set("=+-@\t\r\n|\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".unicodeScalars)

    /// A cell that a spreadsheet would take for a formula is written behind an apostrophe.
    static func cell(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, formulaStarts.contains(first) { text = "'" + text }
        // Where a comma is the decimal sign, a spreadsheet separates cells by semicolons.
        let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2c || $0 == 0x3b || $0 < 0x20 }
        guard needsQuotes else { return text }
        var quoted: [UInt8] = [0x22]
        for byte in text.utf8 {
            if byte == 0x22 { quoted.append(0x22) }
            quoted.append(byte)
        }
        quoted.append(0x22)
        return String(decoding: quoted, as: UTF8.self)
    }
}
