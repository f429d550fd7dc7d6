import Glibc
import Storage

/// Takes lines of a log in without end, in batches, and prints the offset after each once its write has returned.
struct EventWriter {
    let path: String
    /// The bytes of a line.
    static let line: Int64 = 100
    static let generation = [UInt8](repeating: 7, count: 16)

    func run() async throws {
        let database = try SQLiteDatabase(path: path)
        var offset = try await database.read { try $0.capture.positions(host: "local").first?.offset } ?? 0
        while true {
            // Lines that were taken in are read again, as after a crash.
            let start = max(offset - 30 * Self.line, 0)
            let count = Int64.random(in: 31...400)
            let events = (0..<count).map { Self.event(at: start + $0 * Self.line) }
            offset = start + count * Self.line
            let position = StoredLogPosition(
                generation: Self.generation, device: 1, inode: 2, offset: offset, lastTime: nil, firstSeenAt: 0)
            try await database.write(.telemetry) { transaction in
                for event in try transaction.events.append(events) where event.kind == .ban {
                    try transaction.events.setLines([[1], [2]], of: event.id)
                }
                try transaction.capture.save([position], host: "local")
            }
            let line = Array("\(offset)\n".utf8)
            guard line.withUnsafeBytes({ Glibc.write(1, $0.baseAddress, $0.count) }) == line.count else { exit(1) }
        }
    }

    private static func event(at offset: Int64) -> EventRecord {
        let number = offset / line
        var event = EventRecord(
            host: "local", at: number, kind: number % 10 == 0 ? .ban : .found, source: .log, jail: "sshd",
            banID: "192.0.2.\(number % 200)")
        event.place = EventPlace(generation: generation, offset: offset)
        return event
    }
}
