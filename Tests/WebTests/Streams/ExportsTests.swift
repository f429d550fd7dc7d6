import HTTPTypes
import Testing

@testable import Web

/// Files that one session asks for at the same time.
struct ExportsTests {
    @Test func `a session runs four exports at a time, others are not counted with it, and one that ends makes room`()
        throws
    {
        let exports = Exports(turns: PageTurns())
        var running = try (0..<4).map { _ in try exports.seat(for: 1) }
        #expect {
            try exports.seat(for: 1)
        } throws: { error in
            (error as? Problem).map { $0.status == .tooManyRequests && $0.retryAfter != nil } ?? false
        }
        _ = try exports.seat(for: 2)
        running.removeLast()
        _ = try exports.seat(for: 1)
        #expect(running.count == 3)
    }
}
