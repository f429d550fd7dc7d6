import Glibc
import Storage

/// Times what the page of an address and the search in lines read.
extension EventBenchmark {
    func addresses(_ database: any Database, end: Int64) async throws {
        let usual = try await database.read { try $0.events.newest(limit: 1) }.first?.banID ?? ""
        for (label, id) in [("a heavy address", "203.0.113.7"), ("an address", usual), ("nobody", "192.0.2.1")] {
            try await time("tallies of \(label)") {
                try await database.read { Int(try $0.events.tallies(of: id).tallies.reduce(0) { $0 + $1.count }) }
            }
            try await time("density of \(label)") {
                try await database.read {
                    try $0.events.density(of: id, from: EventMaker.start, to: end, parts: 120).count
                }
            }
        }
        for (label, first, last, id) in [
            ("around a heavy address", "cb007100", "cb0071ff", "203.0.113.7"),
            ("of 10.0.0.0/16", "0a000000", "0a00ffff", "10.0.0.0/16"),
            ("of 0.0.0.0/1", "00000000", "7fffffff", "0.0.0.0/1"),
        ] {
            let (low, high) = (Self.sortable(first), Self.sortable(last))
            try await time("tallies \(label)") {
                try await database.read { try $0.events.tallies(from: low, to: high, besides: id).tallies.count }
            }
        }
        for word in ["nobody has this name", "e"] {
            try await time("lines with “\(word)”", rounds: 11) {
                let start = clock.now
                return try await database.read { [clock] in
                    try $0.events.lines(with: Array(word.utf8), limit: 100) { clock.now - start > .milliseconds(40) }
                        .seen
                }
            }
        }
    }

    private static func sortable(_ digits: String) -> [UInt8] {
        let number = UInt32(digits, radix: 16) ?? 0
        return [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] + (0..<4).map { UInt8(number >> (24 - 8 * $0) & 0xff) }
    }
}
