import Testing

@testable import Web

/// Files of events that one session asks for at the same time.
struct EventExportTests {
    @Test func `a session runs four exports at a time, others are not counted with it, and one that ends makes room`() {
        let seats = StreamSeats(most: StreamSeats.exportsPerSession)
        var running = (0..<4).map { _ in seats.take(for: 1) }
        #expect(running.allSatisfy { $0 != nil })
        #expect(seats.take(for: 1) == nil)
        #expect(seats.take(for: 2) != nil)
        running.removeLast()
        #expect(seats.take(for: 1) != nil)
    }
}
