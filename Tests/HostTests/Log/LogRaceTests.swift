import Foundation
import TestSupport
import Testing

@testable import Host

/// A log that is written and rotated as fast as it goes while it is read.
@Suite struct LogRaceTests {
    @Test(arguments: [300, 5000, 1 << 20])
    func `every line comes once and in order whenever the log is rotated`(_ limit: Int) throws {
        let log = try WrittenLog()
        let writer = RestlessWriter(log.folder)
        let thread = Thread { writer.run(rounds: 60) }
        thread.start()
        while true {
            let isDone = writer.isDone
            let reading = try log.read(limit: limit)
            #expect(reading.vanished.isEmpty)
            if isDone, reading.positions.isEmpty { break }
        }
        #expect(log.numbers == Array(0..<writer.lines))
        #expect(writer.lines > 5000)
    }
}

/// Writes numbered lines and rotates the log between them, by a rename that the writer hears of late, or by a copy and a
/// truncation; older rotations are packed.
private final class RestlessWriter: @unchecked Sendable {
    // Unchecked: only the writing thread touches the rest; `done` is only touched under `lock`.
    private let folder: TemporaryFolder
    private let lock = NSLock()
    private var done = false
    private var descriptor: Int32 = -1
    private(set) var lines = 0
    private var count = 0

    init(_ folder: TemporaryFolder) { self.folder = folder }

    var isDone: Bool { lock.withLock { done } }

    func run(rounds: Int) {
        reopen()
        for round in 0..<rounds {
            write(100 + round * 7 % 50)
            shift()
            if round % 2 == 0 {
                rename(path(0), path(1))
                write(20)
                reopen()
            } else {
                try? FileManager.default.copyItem(atPath: path(0), toPath: path(1))
                ftruncate(descriptor, 0)
            }
            if round % 5 == 0, count > 1 { _ = try? runProgram(["/usr/bin/gzip", "-f", path(2)]) }
        }
        write(10)
        lock.withLock { done = true }
    }

    private func path(_ number: Int) -> String { folder.file("f.log" + (number == 0 ? "" : ".\(number)")) }

    private func reopen() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = open(path(0), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    }

    private func shift() {
        for number in stride(from: count, to: 0, by: -1) {
            for ending in ["", ".gz"] { rename(path(number) + ending, path(number + 1) + ending) }
        }
        count += 1
    }

    private func write(_ number: Int) {
        for _ in 0..<number {
            let line = Array(WrittenLog.line(lines).utf8)
            // One in ten is cut in two.
            let cut = lines % 10 == 0 ? line.count / 2 : line.count
            _ = line.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, cut) }
            if cut < line.count {
                _ = line[cut...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, line.count - cut) }
            }
            lines += 1
        }
    }
}
