import TestSupport
import Testing

@testable import Console

struct FailureDelayTests {
    @Test func `lets so many wait at once and answers the rest without delay`() async {
        let (gate, open) = AsyncStream<Void>.makeStream()
        let delay = FailureDelay(seconds: 10, limit: 3) { _ in for await _ in gate {} }
        let waiting = (0..<3).map { _ in Task { await delay.wait() } }
        #expect(await eventually { delay.waiting == 3 })
        #expect(await delay.wait() == false)
        open.finish()
        for task in waiting { #expect(await task.value) }
        #expect(delay.waiting == 0)
        #expect(await delay.wait())
    }

    @Test func `sleeps for the seconds it was told, and not at all for none`() async {
        let told = AsyncStream<Duration>.makeStream()
        #expect(await FailureDelay(seconds: 7) { told.continuation.yield($0) }.wait())
        #expect(await FailureDelay(seconds: 0) { told.continuation.yield($0) }.wait())
        told.continuation.finish()
        var slept: [Duration] = []
        for await duration in told.stream { slept.append(duration) }
        #expect(slept == [.seconds(7)])
    }

    @Test func `a client that went away gives its place back at once`() async {
        let delay = FailureDelay(seconds: 60)
        let task = Task { await delay.wait() }
        #expect(await eventually { delay.waiting == 1 })
        task.cancel()
        _ = await task.value
        #expect(delay.waiting == 0)
    }
}
