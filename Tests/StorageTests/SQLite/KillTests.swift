import Foundation
import Storage
import TestSupport
import Testing

/// What was said to be written is there after `kill -9`.
struct KillTests {
    static let rounds = isLong ? 100 : 20

    /// The helper beside the test bundle.
    static func helper() throws -> URL {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("storage-torture")
    }

    /// Starts the helper, kills it after `meanwhile` is done, however that ends, and gives the lines that it had written by
    /// then.
    static func runAndKill(
        _ path: String, _ task: String = "write", _ meanwhile: (SpawnedProcess) async throws -> Void
    ) async throws -> [Substring] {
        let output = path + ".out"
        try Data().write(to: URL(fileURLWithPath: output))
        let process = try SpawnedProcess([try helper().path, task, path], output: output)
        defer { process.kill9() }
        try await meanwhile(process)
        let hasRunOn = process.isRunning
        process.kill9()
        let written = try String(contentsOfFile: output, encoding: .utf8)
        #expect(hasRunOn, "it ended by itself: \(written.suffix(200))")
        return written.split(separator: "\n")
    }

    /// Waits for a minute at most until the helper has said so many lines.
    static func waitForLines(_ count: Int, _ path: String) async throws {
        let isWritten = await eventually {
            (try? String(contentsOfFile: path + ".out", encoding: .utf8))?.split(separator: "\n").count ?? 0 >= count
        }
        #expect(isWritten, "the helper did not say \(count) lines")
    }

    @Test(.shows("ABUSE-8")) func `every acknowledged row is there after each kill`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            var random = SplitMix(state: 20_261_121)
            var lines: [Substring] = []
            for round in 0..<Self.rounds {
                let delay = Duration.milliseconds(Int.random(in: 40...250, using: &random))
                lines += try await Self.runAndKill(path) { _ in
                    // Some are killed while they open the file, on a slow machine all would be.
                    if round % 4 > 0 { try await Self.waitForLines(4, path) }
                    try await Task.sleep(for: delay)
                }
                let database = try SQLiteDatabase(path: path)
                #expect(try await database.integrity() == "ok", "round \(round)")
                let written = lines
                let missing = try await database.read { try Self.missing(written, $0) }
                #expect(missing.isEmpty, "round \(round)")
                await database.close()
            }
            #expect(lines.count >= Self.rounds * 3)
        }
    }

    @Test func `another process writes the same file at the same time`() async throws {
        try await withFolder { folder throws in
            // Who writes without end leaves the others little room: SQLite gives turns by chance.
            let database = try SQLiteDatabase(path: folder + "/b.sqlite", busyTimeout: 60)
            var mine = 0
            let lines = try await Self.runAndKill(folder + "/b.sqlite") { other in
                // Until the other has written for a while beside us.
                while other.isRunning, try await database.read({ try $0.settings.all().count }) < mine + 20 {
                    mine += 1
                    let key = "mine \(mine)"
                    try await database.write { try $0.settings.set(key, key, at: 1, by: nil) }
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
            let settings = try await database.read { try $0.settings.all() }
            #expect(settings.keys.filter { $0.hasPrefix("mine ") }.count == mine)
            #expect(lines.count >= 40)
            #expect(try await database.read { try Self.missing(lines, $0) } == [])
            #expect(try await database.integrity() == "ok")
            await database.close()
        }
    }

    static func missing(_ lines: [Substring], _ transaction: any Transaction) throws -> [Substring] {
        let settings = try transaction.settings.all()
        return try lines.filter { line in
            let words = line.split(separator: " ").map(String.init)
            return switch words[0] {
            case "session": try transaction.sessions.find(id: Int64(words[1]) ?? 0) == nil
            case "setting": settings[words[1]] == nil
            case "operation": try transaction.operations.find(id: words[1])?.1.count != 1
            default: true
            }
        }
    }
}

/// A small generator with a seed (SplitMix64), so that a failing run can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
