internal import Synchronization

/// Statements that count in many pieces of time and series at once: one step in an index for each pair, and what lies
/// there. Their numbers are rounded up, so that few different statements are compiled.
struct DashboardStatement {
    let sql: String
    private let pieces: Int
    private let series: Int

    /// Below all that is counted as a series.
    private static let none: Int64 = -1_000_000
    /// Series that are asked for at once.
    static let most = 256

    /// Counts by the sums of one width.
    static func sums(pieces: Int, series: Int) -> DashboardStatement {
        made(
            "sums", pieces, series,
            """
            SELECT CAST(SUM(h.event_count) AS BIGINT) FROM event_sums h WHERE h.width = :width
                AND h.series_number = s.number AND h.number >= p.low AND h.number < p.high
            """)
    }

    /// Counts the events themselves.
    static func edges(pieces: Int, series: Int) -> DashboardStatement {
        made(
            "edges", pieces, series,
            """
            SELECT COUNT(*) FROM events e
            WHERE e.series_number = s.number AND e.at_ms >= p.low AND e.at_ms < p.high
            """)
    }

    /// Counts the addresses that were first seen.
    static func edgesOfAddresses(pieces: Int, series: Int) -> DashboardStatement {
        made(
            "addresses", pieces, series,
            "SELECT COUNT(*) FROM event_addresses a WHERE a.first_ms >= p.low AND a.first_ms < p.high")
    }

    /// What binds pieces and series; surplus parameters are bound to what is empty.
    func arguments(
        _ pieces: [SumPieces.Piece], _ series: some Collection<Int64>, width: Int64?
    ) -> [String: Value] {
        var arguments: [String: Value] = [:]
        arguments.reserveCapacity(self.pieces * 3 + self.series + 1)
        for number in 0..<self.pieces {
            let piece = number < pieces.count ? pieces[number] : nil
            arguments["p\(number)"] = .integer(Int64(piece?.stretch ?? 0))
            arguments["l\(number)"] = .integer(piece?.low ?? 0)
            arguments["h\(number)"] = .integer(piece?.high ?? 0)
        }
        let padded = Array(series) + Array(repeating: Self.none, count: self.series - series.count)
        for (number, series) in padded.enumerated() { arguments["s\(number)"] = .integer(series) }
        if let width { arguments["width"] = .integer(width) }
        return arguments
    }

    private static func made(_ name: String, _ pieces: Int, _ series: Int, _ count: String) -> DashboardStatement {
        let (pieces, series) = (powerOfTwo(pieces), (series + 3) / 4 * 4)
        return known.withLock { known in
            let key = "\(name) \(pieces) \(series)"
            if let statement = known[key] { return statement }
            let times = (0..<pieces).map { "(:p\($0), :l\($0), :h\($0))" }.joined(separator: ", ")
            let numbers = (0..<series).map { "(:s\($0))" }.joined(separator: ", ")
            let sql = """
                WITH p(stretch, low, high) AS (VALUES \(times)), s(number) AS (VALUES \(numbers))
                SELECT p.stretch, s.number, (\(count)) FROM p CROSS JOIN s
                WHERE p.low < p.high AND s.number > \(none)
                """
            let statement = DashboardStatement(sql: sql, pieces: pieces, series: series)
            known[key] = statement
            return statement
        }
    }

    private static func powerOfTwo(_ count: Int) -> Int {
        var rounded = 1
        while rounded < count { rounded *= 2 }
        return rounded
    }

    private static let known = Mutex<[String: DashboardStatement]>([:])
}
