import TestSupport
import Testing

@testable import Host

@Suite struct LogWatchTests {
    @Test func `however many wait for a log, its files are looked at once for all`() throws {
        let log = try WrittenLog()
        try log.write(3)
        let watch = LogWatch(log.reader)
        let start = ContinuousClock.now
        for _ in 0..<56 { watch.enter() }
        let first = watch.look(log.logFolder, at: start)
        for number in 1..<56 {
            #expect(watch.look(log.logFolder, at: start + .milliseconds(number)).number == first.number)
        }
        #expect(watch.looks == 1 && first.generations.count == 1)
        // The same waiter's next look is one of its own, and a log that is as it was needs no second.
        #expect(watch.look(log.logFolder, at: start + LogWatch.pace).number == first.number)
        #expect(watch.looks == 2)
        try log.write(1)
        let second = watch.look(log.logFolder, at: start + LogWatch.pace * 2)
        #expect(second.number == first.number + 1)
        _ = try log.read()
        #expect(try !log.reader.hasMore(second.generations, beyond: LogPass.offsets(log.positions)))
        try log.write(1)
        let third = watch.look(log.logFolder, at: start + LogWatch.pace * 3)
        #expect(third.number == second.number + 1)
        #expect(try log.reader.hasMore(third.generations, beyond: LogPass.offsets(log.positions)))
    }

    @Test func `nothing is kept while nobody waits, and no number comes twice`() throws {
        let log = try WrittenLog()
        try log.write(1)
        let watch = LogWatch(log.reader)
        let start = ContinuousClock.now
        watch.enter()
        let first = watch.look(log.logFolder, at: start)
        watch.leave()
        watch.enter()
        let second = watch.look(log.logFolder, at: start)
        #expect(watch.looks == 2 && second.number == first.number + 1)
        watch.leave()
    }

    @Test func `a log that cannot be read has no more, and one that comes is seen`() throws {
        let log = try WrittenLog()
        let watch = LogWatch(log.reader)
        let start = ContinuousClock.now
        watch.enter()
        let none = watch.look(log.logFolder, at: start)
        #expect(none.generations.isEmpty)
        try log.write(1)
        let some = watch.look(log.logFolder, at: start + LogWatch.pace)
        #expect(some.number == none.number + 1 && some.generations.count == 1)
        let other = LogFolder(path: log.folder.file("other.log"))
        #expect(watch.look(other, at: start + LogWatch.pace).number == some.number + 1)
        watch.leave()
    }
}
