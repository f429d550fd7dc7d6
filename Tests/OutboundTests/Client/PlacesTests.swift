import Testing

@testable import Outbound

@Suite("Places for exchanges")
struct PlacesTests {
    @Test("The first in line that may go is called")
    func order() async {
        let places = Places(most: 2, perOrigin: 1)
        #expect(await places.enter("a", within: .seconds(1)))
        #expect(await places.enter("b", within: .seconds(1)))
        let third = Task { await places.enter("a", within: .seconds(60)) }
        let fourth = Task { await places.enter("c", within: .seconds(60)) }
        try? await Task.sleep(for: .milliseconds(50))
        // `a` may not have a second place, so that the one of `b` goes to `c`.
        places.leave("b")
        #expect(await fourth.value)
        places.leave("a")
        #expect(await third.value)
    }

    @Test("Who waits too long, is cancelled or finds the line full goes without")
    func without() async {
        let places = Places(most: 1, perOrigin: 1, longestLine: 1)
        #expect(await places.enter("a", within: .seconds(1)))
        let waiting = Task { await places.enter("a", within: .seconds(60)) }
        try? await Task.sleep(for: .milliseconds(50))
        #expect(await !places.enter("a", within: .seconds(60)))
        waiting.cancel()
        #expect(await !waiting.value)
        #expect(await !places.enter("a", within: .milliseconds(20)))
        places.leave("a")
        #expect(await places.enter("a", within: .seconds(1)))
    }
}
