import Fail2ban
import Foundation
import TestSupport
import Testing

@testable import Host

/// Every line once and only once, in order, whatever becomes of the files.
@Suite struct LogReaderTests {
    @Test func `a log is read from its first line on, and then from where it was left`() throws {
        let log = try WrittenLog()
        #expect(try log.read().positions.isEmpty)
        try log.write(3)
        let reading = try log.read()
        #expect(reading.observations.count == 3)
        #expect(reading.remaining == 0)
        #expect(reading.generations == [log.positions[0].generation])
        let second = reading.observations[1]
        #expect(second.offset == reading.observations[0].end)
        #expect(second.message == .ban(BanID(reading: "10.0.0.1")))
        #expect(second.jail == JailName(existing: "j"))
        #expect(log.positions[0].lastTime == reading.observations[2].time)
        #expect(try log.read().positions.isEmpty)
        try log.write(2)
        try log.read()
        #expect(log.numbers == log.written)
    }

    @Test func `the same positions give the same lines`() throws {
        let log = try WrittenLog()
        try log.write(10)
        try log.move("f.log", "f.log.1")
        try log.gzip("f.log.1")
        try log.write(10)
        let first = try log.reader.read(log.logFolder, after: [], zone: .utc, limit: 500)
        let second = try log.reader.read(log.logFolder, after: [], zone: .utc, limit: 500)
        #expect(first.observations == second.observations)
        #expect(first.positions == second.positions)
        #expect(first.remaining == second.remaining)
    }

    @Test(arguments: [1, 100, 700, 1 << 20])
    func `all rotations that exist are read at first, the oldest first, in pieces`(_ limit: Int) throws {
        let log = try WrittenLog()
        for name in ["f.log.3", "f.log.2", "f.log.1", "f.log"] { try log.write(20, to: name) }
        try log.gzip("f.log.3")
        try log.gzip("f.log.2")
        try log.append("x", to: "f.log.old")
        try log.append("x", to: "f.logx")
        try log.append("x", to: "f.log.1.bak")
        let total = try log.reader.read(log.logFolder, after: [], zone: .utc, limit: 1)
        #expect(total.observations.count == 1)
        #expect(total.generations.count == 4)
        let bytes = (0..<80).reduce(0) { $0 + WrittenLog.line($1).utf8.count }
        #expect(total.remaining == Int64(bytes - WrittenLog.line(0).utf8.count))
        try log.readAll(limit: limit)
        #expect(log.numbers == log.written)
        #expect(try log.read().remaining == 0)
    }

    @Test func `rotations named by date come in the order of their dates, and of both styles by their lines`() throws {
        let log = try WrittenLog()
        for name in ["f.log-20261115", "f.log-20261116", "f.log.2", "f.log-20261121-1795219200", "f.log.1", "f.log"] {
            try log.write(5, to: name)
        }
        try log.gzip("f.log-20261115")
        try log.readAll()
        #expect(log.numbers == log.written)
    }

    @Test func `a rename is followed, with lines written to the old file until the daemon reopens it`() throws {
        let log = try WrittenLog()
        try log.write(3)
        try log.read()
        try log.write(2)
        try log.move("f.log", "f.log.1")
        try log.write(2, to: "f.log.1")
        try log.read()
        try log.write(2, to: "f.log.1")
        try log.write(4)
        try log.readAll()
        #expect(log.numbers == log.written)
        try log.move("f.log.1", "f.log.2")
        try log.move("f.log", "f.log.1")
        try log.gzip("f.log.2")
        try log.write(2)
        try log.readAll()
        #expect(log.numbers == log.written)
    }

    @Test func `copytruncate is followed: the copy tells what was not read, the file begins anew`() throws {
        let log = try WrittenLog()
        try log.write(5)
        try log.read()
        try log.write(3)
        try log.copy("f.log", "f.log.1")
        // Both are there: once only.
        try log.readAll()
        #expect(log.numbers == log.written)
        try log.write(2)
        try log.copy("f.log", "f.log.1")
        try log.truncate()
        try log.write(20)
        try log.readAll()
        #expect(log.numbers == log.written)
    }

    @Test func `a copy that is not whole yet takes nothing from the file it is copied from`() throws {
        let log = try WrittenLog()
        try log.write(5)
        try log.append(WrittenLog.line(0) + WrittenLog.line(1).prefix(30), to: "f.log.1")
        try log.readAll()
        #expect(log.numbers == log.written)
        #expect(try log.read().generations.count == 1)
    }

    @Test func `while a rotation is packed it is read from the file that is whole`() throws {
        let log = try WrittenLog()
        try log.write(2000, to: "f.log.1")
        try log.write(5)
        try log.copy("f.log.1", "keep")
        try log.gzip("f.log.1")
        try log.copy("keep", "f.log.1")
        let whole = try Data(contentsOf: URL(fileURLWithPath: log.folder.file("f.log.1.gz")))
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: log.folder.file("f.log.1.gz")))
        try log.read(limit: 1000)
        try log.remove("f.log.1")
        try whole.write(to: URL(fileURLWithPath: log.folder.file("f.log.1.gz")))
        try log.readAll(limit: 1000)
        #expect(log.numbers == log.written)
    }

    @Test func `several rotations while nobody read lose nothing, and another reader goes on where one stopped`() throws
    {
        let log = try WrittenLog()
        try log.write(5)
        try log.read(limit: 150)
        for round in 1...4 {
            for number in (1...round).reversed() {
                if FileManager.default.fileExists(atPath: log.folder.file("f.log.\(number).gz")) {
                    try log.move("f.log.\(number).gz", "f.log.\(number + 1).gz")
                }
            }
            try log.move("f.log", "f.log.1")
            try log.gzip("f.log.1")
            try log.write(5)
        }
        try log.readAll(limit: 300, with: LogReader())
        #expect(log.numbers == log.written)
        #expect(try log.read().generations.count == 5)
    }

    @Test func `a rotation that vanished before it was read is told, one that was read is not`() throws {
        let log = try WrittenLog()
        try log.write(5)
        try log.read()
        try log.move("f.log", "f.log.1")
        try log.write(5)
        try log.remove("f.log.1")
        #expect(try log.read().vanished.isEmpty)
        try log.write(5)
        #expect(try log.read(limit: 1).observations.count == 1)
        let half = try #require(log.positions.last)
        try log.remove("f.log")
        try log.write(1)
        #expect(try log.read().vanished == [half])
        // After a restart nobody knows where a generation ended, but nothing newer was begun.
        #expect(try LogReader().read(log.logFolder, after: [half], zone: .utc, limit: 1).vanished == [half])
        #expect(try LogReader().read(log.logFolder, after: log.positions, zone: .utc, limit: 1).vanished.isEmpty)
    }

    @Test func `a line counts when it is whole`() throws {
        let log = try WrittenLog()
        try log.append("Traceback (most recent call last):\n  nothing\n")
        #expect(try log.read().generations.isEmpty)
        let line = WrittenLog.line(0)
        try log.append(String(line.prefix(70)))
        #expect(try log.read().generations.isEmpty)
        #expect(try !log.reader.hasMore(log.logFolder, beyond: []))
        try log.append(String(line.dropFirst(70)) + line.prefix(50))
        #expect(try log.reader.hasMore(log.logFolder, beyond: []))
        #expect(try log.read().observations.count == 1)
        #expect(try log.read().positions.isEmpty)
        #expect(try !log.reader.hasMore(log.logFolder, beyond: log.positions))
        // The rest of a cut line is in no hurry, and a rotation does not wait for it.
        try log.move("f.log", "f.log.1")
        try log.append(WrittenLog.line(1))
        #expect(try log.read().observations.count == 1)
        try log.append(String(line.dropFirst(50)), to: "f.log.1")
        #expect(try log.read().observations.count == 1)
        #expect(log.numbers == [0, 1, 0])
    }

    @Test func `lines that are too long and bytes of any kind are passed by, with bounded memory`() throws {
        let log = try WrittenLog()
        try log.write()
        try log.append("2026-11-21 00:00:00,000 " + String(repeating: "x", count: 3_000_000) + "\n")
        try log.write()
        try log.append(String(repeating: "\u{0}é\n\n", count: 1000))
        try log.write()
        try log.append(
            "2026-11-21 00:00:00,000 fail2ban.actions[1]: NOTICE [j] Ban " + String(repeating: "y", count: 60_000))
        try log.append("\n")
        try log.write()
        try log.readAll(limit: 1)
        #expect(log.seen.count == 5)
        #expect(log.numbers.filter { $0 > 0 } == [1, 2, 3])
        #expect(try log.read().remaining == 0)
    }

    @Test func `a damaged packed rotation gives what can be unpacked and stops nothing`() throws {
        let log = try WrittenLog()
        try log.write(20_000, to: "f.log.1")
        try log.gzip("f.log.1")
        let path = log.folder.file("f.log.1.gz")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let middle = bytes.count / 2
        bytes.replaceSubrange(middle..<middle + 100, with: Data(repeating: 0xff, count: 100))
        try bytes.write(to: URL(fileURLWithPath: path))
        try log.append("no gzip", to: "f.log.2.gz")
        try log.write(3)
        try log.readAll()
        #expect(log.numbers.count > 1000)
        #expect(log.numbers.suffix(3) == log.written.suffix(3))
        #expect(try !log.reader.hasMore(log.logFolder, beyond: log.positions))
    }

    @Test func `a file that is edited to be shorter, goes and comes back stops nothing`() throws {
        let log = try WrittenLog()
        try log.write(10)
        try log.read()
        let text = log.folder.read("f.log")
        try log.remove("f.log")
        #expect(try log.read().generations.isEmpty)
        try log.folder.write(String(text.prefix(WrittenLog.line(0).utf8.count * 3)), to: "f.log")
        #expect(try log.read().positions.isEmpty)
        try log.folder.write(text, to: "f.log")
        #expect(try log.read().positions.isEmpty)
        try log.write(1)
        try log.read()
        #expect(log.numbers == log.written)
    }

    @Test func `what cannot be read or understood is named`() throws {
        let log = try WrittenLog()
        #expect(log.logFolder.faults() == [LogFault(path: log.path, reason: "no such file")])
        try log.write(100)
        #expect(log.logFolder.faults().isEmpty)
        try log.write(1, to: "f.log.2.xz")
        try log.write(1, to: "f.log-20261120.bz2")
        try log.write(1, to: "f.log.xz")
        try log.write(1, to: "f.log.3.gz.xz")
        #expect(log.logFolder.faults().map(\.path) == ["f.log-20261120.bz2", "f.log.2.xz"].map(log.folder.file))
        let strange = try WrittenLog()
        try strange.append(String(repeating: "[sshd] Ban 192.0.2.1\n", count: 300))
        #expect(
            strange.logFolder.faults() == [LogFault(path: strange.path, reason: "its lines do not begin with a time")])
        #expect(LogFolder(path: "/dev/null/f.log").faults().map(\.path) == ["/dev/null"])
    }

    @Test func `a folder that is not there and a log that may not be read are told apart`() throws {
        #expect(
            try LogReader().read(LogFolder(path: "/nowhere/f.log"), after: [], zone: .utc, limit: 1).generations.isEmpty
        )
        #expect(LogFileName("f.log.1.gz", of: "f.log") == .numbered(1, isCompressed: true))
        #expect(LogFileName("f.log-20261121.gz", of: "f.log") == .dated("20261121", isCompressed: true))
        for name in ["f.log.", "f.log.x", "f.log-", "f.log-1", "f.log.1.bz2", "f.logs", "f.lo", "f.log.gz"] {
            #expect(LogFileName(name, of: "f.log") == nil, "\(name)")
        }
    }
}

/// The night on which the clock is set back, read in pieces.
@Suite struct RepeatedHourTests {
    @Test(arguments: [1, 500, 1 << 20])
    func `times stay in the order of the lines, over a rotation and a new start`(_ limit: Int) throws {
        let folder = try TemporaryFolder()
        // 2026-10-25 00:30 UTC is 02:30 in Berlin for the first time.
        let start: Int64 = 1_792_886_400
        let moments = (0..<180).map { start - 1800 + Int64($0) * 60 }
        let zone = ZoneRules.named("Europe/Berlin")
        var text = ""
        for (index, moment) in moments.enumerated() {
            let local = Date(timeIntervalSince1970: TimeInterval(moment + Int64(zone.offset(at: moment))))
            let time = local.formatted(.iso8601.dateSeparator(.dash).dateTimeSeparator(.space).timeSeparator(.colon))
            text += "\(time.prefix(19)),500 fail2ban.actions        [7]: NOTICE  [j] Ban 10.0.0.\(index)\n"
            if index == 115 {
                try folder.write(text, to: "f.log.1")
                text = ""
            }
        }
        try folder.write(text, to: "f.log")
        var positions: [[UInt8]: LogPosition] = [:]
        var seen: [LogObservation] = []
        while true {
            let reader = LogReader()
            let folder = LogFolder(path: folder.file("f.log"))
            let reading = try reader.read(folder, after: Array(positions.values), zone: zone, limit: limit)
            if reading.positions.isEmpty { break }
            seen += reading.observations
            for position in reading.positions { positions[position.generation] = position }
        }
        #expect(seen.map(\.time) == moments.map { $0 * 1000 + 500 })
        #expect(Set(seen.map(\.utcOffset)) == [7200, 3600])
    }
}
