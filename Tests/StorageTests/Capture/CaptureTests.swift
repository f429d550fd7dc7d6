import Storage
import Testing

/// What capture remembers of where it stands.
struct CaptureTests {
    static func position(_ number: UInt8, offset: Int64, seen: Int64 = 5) -> StoredLogPosition {
        StoredLogPosition(
            generation: generation(number), device: .max, inode: 1 << 63, offset: offset, lastTime: nil,
            firstSeenAt: seen)
    }

    @Test func `a position is what was saved last, first seen when it was`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction in
                try transaction.capture.save(
                    [Self.position(2, offset: 10, seen: 7), Self.position(1, offset: 20)], host: "local")
                try transaction.capture.save([Self.position(1, offset: 99)], host: "other")
            }
            var moved = Self.position(1, offset: 30, seen: 100)
            moved.lastTime = 1_790_000_000_123
            let saved = moved
            try await database.write { try $0.capture.save([saved], host: "local") }
            moved.firstSeenAt = 5
            let positions = try await database.read { try $0.capture.positions(host: "local") }
            #expect(positions == [moved, Self.position(2, offset: 10, seen: 7)])
            try await database.write { try $0.capture.forget([generation(1), generation(9)], host: "local") }
            #expect(
                try await database.read { try $0.capture.positions(host: "local") }.map(\.generation) == [generation(2)]
            )
            #expect(try await database.read { try $0.capture.positions(host: "other") }.map(\.offset) == [99])
        }
    }

    @Test func `events and the position after them are written together or not at all`() async throws {
        try await withDatabase { database throws in
            await #expect(throws: CancellationError.self) {
                try await database.write { transaction in
                    _ = try transaction.events.append([.of("192.0.2.1", offset: 0)])
                    try transaction.capture.save([Self.position(1, offset: 90)], host: "local")
                    throw CancellationError()
                }
            }
            #expect(try await database.events() == [])
            #expect(try await database.read { try $0.capture.positions(host: "local") } == [])
            #expect(try await database.read { try $0.events.latestID() } == 0)
        }
    }

    @Test func `a state is kept for each subject and host`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction in
                try transaction.capture.setState([1, 2], of: "window", host: "local")
                try transaction.capture.setState([3], of: "window", host: "other")
                try transaction.capture.setState([], of: "window", host: "local")
            }
            #expect(try await database.read { try $0.capture.state("window", host: "local") } == [])
            #expect(try await database.read { try $0.capture.state("window", host: "other") } == [3])
            #expect(try await database.read { try $0.capture.state("else", host: "local") } == nil)
            try await database.write { try $0.capture.setState(nil, of: "window", host: "other") }
            #expect(try await database.read { try $0.capture.state("window", host: "other") } == nil)
        }
    }
}
