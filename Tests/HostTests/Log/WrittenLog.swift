import Fail2ban
import Foundation
import TestSupport

@testable import Host

/// A log as the daemon writes it, with rotations, in a folder of its own.
final class WrittenLog {
    let folder: TemporaryFolder
    let reader = LogReader()
    private(set) var positions: [LogPosition] = []
    private(set) var seen: [LogObservation] = []
    private var count = 0

    init() throws { folder = try TemporaryFolder() }

    var path: String { folder.file("f.log") }
    var logFolder: LogFolder { LogFolder(path: path) }

    /// A line of its own: the number is in the address and in the time.
    static func line(_ number: Int) -> String {
        let seconds = number / 1000
        let time = String(format: "%02d:%02d:%02d,%03d", seconds / 3600, seconds / 60 % 60, seconds % 60, number % 1000)
        let address = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        return "2026-11-21 \(time) fail2ban.actions        [7]: NOTICE  [j] Ban \(address)\n"
    }

    /// Adds lines to a file.
    func write(_ lines: Int = 1, to name: String = "f.log", ending: String = "") throws {
        var text = ""
        for _ in 0..<lines {
            text += Self.line(count)
            count += 1
        }
        try append(text + ending, to: name)
    }

    func append(_ text: String, to name: String = "f.log") throws {
        let path = folder.file(name)
        if !FileManager.default.fileExists(atPath: path) { try folder.write("", to: name) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    func move(_ from: String, _ to: String) throws {
        try? FileManager.default.removeItem(atPath: folder.file(to))
        try FileManager.default.moveItem(atPath: folder.file(from), toPath: folder.file(to))
    }

    func copy(_ from: String, _ to: String) throws {
        try? FileManager.default.removeItem(atPath: folder.file(to))
        try FileManager.default.copyItem(atPath: folder.file(from), toPath: folder.file(to))
    }

    func truncate(_ name: String = "f.log") throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.file(name)))
        try file.truncate(atOffset: 0)
        try file.close()
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.file(name)) }

    func gzip(_ name: String) throws { _ = try runProgram(["/usr/bin/gzip", "-f", folder.file(name)]) }

    /// One reading, taken in as the console does.
    @discardableResult
    func read(limit: Int = 1 << 20, with reader: LogReader? = nil) throws -> LogReading {
        let reading = try (reader ?? self.reader).read(logFolder, after: positions, zone: .utc, limit: limit)
        seen += reading.observations
        for position in reading.positions {
            positions.removeAll { $0.generation == position.generation }
            positions.append(position)
        }
        return reading
    }

    /// Readings until nothing is left.
    func readAll(limit: Int = 1 << 20, with reader: LogReader? = nil) throws {
        while try !self.read(limit: limit, with: reader).positions.isEmpty {}
    }

    /// The numbers of the lines that were read.
    var numbers: [Int] { seen.map { Int($0.time - Self.start) } }
    /// The numbers of all lines that were written.
    var written: [Int] { Array(0..<count) }

    /// 2026-11-21 00:00 UTC in milliseconds.
    private static let start: Int64 = 1_795_219_200_000
}
