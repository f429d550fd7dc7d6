import Fail2ban
import Foundation
import TestSupport
import Testing

@testable import Host

/// Every entry once and only once, in order, from a real journal through the real `journalctl`.
@Suite struct JournalReaderTests {
    @Test func `a journal is read from its first entry on, and then from where it was left`() throws {
        let log = try ReadJournal()
        try log.write(3)
        let reading = try log.read()
        #expect(reading.remaining == 0 && reading.vanished.isEmpty)
        #expect(reading.generations == [log.positions[0].generation])
        let second = try #require(reading.observations.dropFirst().first)
        #expect(second.end == second.offset + 1)
        #expect(second.message == .ban(BanID(reading: "10.0.0.1")))
        #expect(second.jail == JailName(existing: "j"))
        #expect(log.positions.count == 1 && log.positions[0].isInJournal)
        #expect(try log.read().positions.isEmpty)
        try log.write(2)
        log.restart()
        #expect(try log.read().vanished.isEmpty)
        #expect(log.numbers == log.written)
    }

    @Test(arguments: [1, 200, 5000])
    func `entries are read in pieces of any size, the same after the same positions`(_ limit: Int) throws {
        let log = try ReadJournal()
        try log.write(40)
        let first = try log.reader.read(after: [], zone: .utc, limit: limit, users: [0])
        let second = try log.reader.read(after: [], zone: .utc, limit: limit, users: [0])
        #expect(first.observations == second.observations && first.positions == second.positions)
        if limit == 1 { #expect(first.observations.count == 1 && first.remaining > 0) }
        try log.readAll(limit: limit)
        #expect(log.numbers == log.written)
    }

    @Test func `ten thousand entries come in chunks, each once`() throws {
        let log = try ReadJournal()
        try log.write(10_000)
        #expect(try log.readAll(limit: 1 << 17) > 5)
        #expect(log.numbers == log.written)
    }

    @Test func `a position in the middle of a batch reads on there, as where a batch was cut`() throws {
        let log = try ReadJournal()
        try log.write(10)
        let reading = try log.reader.read(after: [], zone: .utc, limit: 1 << 20, users: [0])
        for line in reading.observations {
            var cut = reading.positions[0]
            (cut.offset, cut.lastTime) = (line.offset, line.time)
            let rest = try log.reader.read(after: [cut], zone: .utc, limit: 1 << 20, users: [0])
            #expect(rest.observations == Array(reading.observations.drop { $0.offset < line.offset }))
            #expect(rest.vanished.isEmpty)
        }
    }

    @Test func `what others wrote, and other users under its name, is passed by`() throws {
        let log = try ReadJournal()
        try log.write(1)
        let ban = Array("NOTICE [j] Ban 192.0.2.1".utf8)
        let time = (ReadJournal.start + 1) * 1000
        try log.journal.write([
            .init(time: time, identifier: "fail2ban.actions", text: ban, user: 1000, program: "logger"),
            .init(time: time + 1, identifier: "fail2ban", text: ban, user: 1000, program: "fail2ban-server"),
            .init(time: time + 2, identifier: "sshd", text: ban, program: "sshd"),
            .init(time: time + 3, identifier: "fail2ban-client", text: ban, program: "fail2ban-client"),
        ])
        try log.write(1)
        try log.readAll()
        #expect(log.numbers == log.written)
        let owned = try log.reader.read(after: [], zone: .utc, limit: 1 << 20, users: [0, 1000])
        #expect(owned.observations.count == 3)
    }

    @Test func `every form in which the daemon hands its lines over is read, bytes that are no text too`() throws {
        let log = try ReadJournal()
        let time = ReadJournal.start * 1000
        let head = "fail2ban.actions        [7]: NOTICE  [j] "
        try log.journal.write([
            .init(
                time: time, identifier: "fail2ban", text: Array("[j] Ban 192.0.2.1".utf8),
                more: ["LOGGER": "fail2ban.actions", "PRIORITY": "4", "_SOURCE_REALTIME_TIMESTAMP": "\(time - 5000)"]),
            .init(
                time: time + 1, identifier: "fail2ban",
                text: Array("2026-11-21 01:02:03,004 \(head)Ban 192.0.2.2".utf8),
                more: ["LOGGER": "fail2ban.actions", "PRIORITY": "4"]),
            .init(time: time + 2, identifier: "", text: Array((head + "Ban 192.0.2.3").utf8)),
            .init(
                time: time + 3, identifier: "fail2ban.actions",
                text: Array("NOTICE [j] Ban caf".utf8) + [0xe9, 0xff, 0x0a] + Array("NOTICE [j] Ban x".utf8)),
        ])
        let reading = try log.read()
        let ids = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "caf\u{fffd}\u{fffd}"]
        #expect(reading.observations.map(\.message) == ids.map { .ban(BanID(reading: $0)) })
        // The moment at which it was sent, where the journal has it.
        #expect(reading.observations.map(\.time) == [-5, 0, 0, 0].map { ReadJournal.start + $0 })
    }

    @Test func `a journal that begins a new series is read on, and read once`() throws {
        let log = try ReadJournal()
        for name in ["a.journal", "b.journal", "a.journal", "c.journal"] {
            try log.write(3, to: name)
            try log.readAll()
            log.restart()
        }
        #expect(log.numbers == log.written)
        #expect(Set(log.positions.map(\.generation)).count == 3)
        #expect(try log.read().vanished.isEmpty)
        let fresh = try ReadJournal.again(log)
        #expect(fresh == log.written)
    }

    @Test func `entries that were dropped before they were read are a gap that is told`() throws {
        let log = try ReadJournal()
        try log.write(3)
        try log.readAll()
        try log.write(3)
        try log.journal.remove("a.journal")
        #expect(try log.read().vanished.isEmpty)
        try log.write(2, to: "b.journal")
        let reading = try log.read()
        #expect(reading.vanished.map(\.generation) == log.positions.prefix(1).map(\.generation))
        #expect(log.numbers == [0, 1, 2, 6, 7])
        #expect(log.reader.gap == JournalGap(from: ReadJournal.start + 2, to: ReadJournal.start + 6))
        #expect(try log.read().vanished.isEmpty)
    }

    @Test func `a journal that was moved to another file is not read twice`() throws {
        let log = try ReadJournal()
        try log.write(5)
        try log.readAll()
        try log.journal.remove("a.journal")
        try log.journal.write((0..<5).map(ReadJournal.entry), to: "b.journal")
        #expect(try log.read().observations.isEmpty)
        try log.write(2, to: "b.journal")
        #expect(try log.read().vanished.isEmpty)
        #expect(log.numbers == log.written)
    }
}

extension ReadJournal {
    /// The numbers that another console reads of the same journal.
    static func again(_ log: ReadJournal) throws -> [Int] {
        let reading = try JournalReader(log.reader.program).read(after: [], zone: .utc, limit: 1 << 20, users: [0])
        return reading.observations.map { Int($0.time - start) }
    }
}
