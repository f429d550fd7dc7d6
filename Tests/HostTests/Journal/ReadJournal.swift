import Fail2ban
import Foundation
import TestSupport

@testable import Host

/// A journal with fail2ban's lines, read as the console does it.
final class ReadJournal {
    let journal: WrittenJournal
    var reader: JournalReader
    private(set) var positions: [LogPosition] = []
    private(set) var seen: [LogObservation] = []
    private var count = 0

    /// 2026-11-21 00:00 UTC in milliseconds.
    static let start: Int64 = 1_795_219_200_000

    init() throws {
        journal = try WrittenJournal()
        reader = JournalReader(JournalProgram(options: ["--directory=\(journal.folder.path)"]))
    }

    /// Another program with the same database.
    func restart() { reader = JournalReader(reader.program) }

    /// An entry of its own: the number is in the address and in the time.
    static func entry(_ number: Int) -> WrittenJournal.Entry {
        let address = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        return WrittenJournal.Entry(
            time: (start + Int64(number)) * 1000 + 7, identifier: "fail2ban.actions",
            text: Array("NOTICE [j] Ban \(address)".utf8))
    }

    /// Adds entries of fail2ban.
    func write(_ entries: Int = 1, to name: String = "a.journal") throws {
        try journal.write((count..<count + entries).map(Self.entry), to: name)
        count += entries
    }

    /// One reading, taken in as the console does.
    @discardableResult
    func read(limit: Int = 1 << 20) throws -> LogReading {
        let reading = try reader.read(after: positions, zone: .utc, limit: limit, users: [0])
        seen += reading.observations
        for position in reading.positions {
            positions.removeAll { $0.generation == position.generation }
            positions.append(position)
        }
        return reading
    }

    /// Readings until nothing is left, and how many these were; no more than there are entries.
    @discardableResult
    func readAll(limit: Int = 1 << 20) throws -> Int {
        var readings = 1
        while try self.read(limit: limit).remaining > 0 {
            readings += 1
            guard readings <= count + 2 else { throw EndlessReading(readings: readings, entries: count) }
        }
        return readings
    }

    func hasMore() -> Bool { reader.hasMore(after: positions, users: [0]) }

    /// The numbers of the entries that were read.
    var numbers: [Int] { seen.map { Int($0.time - Self.start) } }
    /// The numbers of all that were written.
    var written: [Int] { Array(0..<count) }
}

/// A reader that says for ever that more is there.
struct EndlessReading: Error {
    let readings: Int
    let entries: Int
}
