import Fail2ban
import Host
import Testing

@testable import Console

/// Where a batch ends while more of the log is there.
struct LineBatchTests {
    private static let generation = [UInt8](repeating: 7, count: 16)

    private func position(_ generation: [UInt8], _ offset: Int64) -> LogPosition {
        LogPosition(generation: generation, device: 1, inode: 2, offset: offset, lastTime: nil)
    }

    /// A reading of three founds, an unban and what the script adds, with an older generation that was read to its end.
    private func reading(remaining: Int64, _ more: (inout Script) -> Void = { _ in }) -> LogReading {
        var script = Script()
        for at in 1...3 { script.say(Double(at), "a", .found(.eve, failedAt: nil)) }
        script.say(4, "a", .unban(.eve))
        more(&script)
        let old = [UInt8](repeating: 1, count: 16)
        return LogReading(
            observations: script.lines, positions: [position(old, 50), position(Self.generation, 9000)],
            remaining: remaining, generations: [old, Self.generation])
    }

    @Test func `an unban at the end waits for what follows, and the position with it`() {
        let known = [position([UInt8](repeating: 9, count: 16), 3), position(Self.generation, 0)]
        let batch = LineBatch(reading(remaining: 1000), known: known)
        #expect(batch.isCut && batch.lines.count == 3)
        #expect(batch.positions.map(\.offset) == [50, 300])
        #expect(batch.positions.last?.lastTime == 1_000_004_000)
        #expect(Set(batch.after(known).map(\.offset)) == [3, 50, 300])
    }

    @Test func `nothing waits at the end of the log, nor what is decided, nor for ever`() {
        let end = LineBatch(reading(remaining: 0), known: [])
        #expect(!end.isCut && end.lines.count == 4 && end.positions.last?.offset == 9000)
        let decided = LineBatch(reading(remaining: 1000) { $0.say(5, "a", .jailStopped) }, known: [])
        #expect(!decided.isCut && decided.lines.count == 5)
        let early = LineBatch(
            reading(remaining: 1000) { script in
                for at in 5...9 { script.say(Double(at), nil, .daemonStopping) }
            }, known: [])
        #expect(!early.isCut && early.lines.count == 9)
    }
}
