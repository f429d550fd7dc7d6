extension Transaction {
    /// What capture remembers of where it stands.
    public var capture: Capture { Capture(transaction: self) }
}

/// How far one generation of a daemon's log was taken in.
public struct StoredLogPosition: Hashable, Sendable {
    /// The fingerprint of the generation.
    public var generation: [UInt8]
    /// The device on which it was last seen.
    public var device: UInt64
    /// The inode by which it was last seen there.
    public var inode: UInt64
    /// Bytes of its uncompressed text that were taken in.
    public var offset: Int64
    /// The time of the last line taken in, in UTC epoch milliseconds.
    public var lastTime: Int64?
    /// When it was first seen, in UTC epoch seconds.
    public var firstSeenAt: Int64

    /// Takes each part as it is.
    public init(
        generation: [UInt8], device: UInt64, inode: UInt64, offset: Int64, lastTime: Int64?, firstSeenAt: Int64
    ) {
        self.generation = generation
        self.device = device
        self.inode = inode
        self.offset = offset
        self.lastTime = lastTime
        self.firstSeenAt = firstSeenAt
    }
}

/// What capture remembers of where it stands, in one transaction: written together with the events that were taken in.
public struct Capture {
    let transaction: any Transaction

    /// The positions of a host, those first seen first.
    public func positions(host: String) throws -> [StoredLogPosition] {
        try transaction.rows(
            """
            SELECT generation, device, inode, log_offset, last_time, first_seen_at FROM log_positions
            WHERE host = :host ORDER BY first_seen_at, generation
            """, ["host": .text(host)]
        ) { row in
            StoredLogPosition(
                generation: row.bytes(0), device: UInt64(bitPattern: row.integer(1)),
                inode: UInt64(bitPattern: row.integer(2)), offset: row.integer(3), lastTime: row.optionalInteger(4),
                firstSeenAt: row.integer(5))
        }
    }

    /// Enters positions, or moves those that are known; when one was first seen is not changed.
    public func save(_ positions: [StoredLogPosition], host: String) throws {
        for position in positions {
            try transaction.execute(
                """
                INSERT INTO log_positions (host, generation, device, inode, log_offset, last_time, first_seen_at)
                VALUES (:host, :generation, :device, :inode, :offset, :lastTime, :firstSeen)
                ON CONFLICT (host, generation) DO UPDATE SET device = excluded.device, inode = excluded.inode,
                    log_offset = excluded.log_offset, last_time = excluded.last_time
                """,
                [
                    "host": .text(host), "generation": .bytes(position.generation),
                    "device": .integer(Int64(bitPattern: position.device)),
                    "inode": .integer(Int64(bitPattern: position.inode)), "offset": .integer(position.offset),
                    "lastTime": .optional(position.lastTime), "firstSeen": .integer(position.firstSeenAt),
                ])
        }
    }

    /// Forgets the positions of generations that are gone; their events stay. Unknown ones are passed over.
    public func forget(_ generations: [[UInt8]], host: String) throws {
        for generation in generations {
            try transaction.execute(
                "DELETE FROM log_positions WHERE host = :host AND generation = :generation",
                ["host": .text(host), "generation": .bytes(generation)])
        }
    }

    /// What was kept of a subject; nil where nothing was.
    public func state(_ subject: String, host: String) throws -> [UInt8]? {
        try transaction.first(
            "SELECT state FROM capture_states WHERE host = :host AND subject = :subject",
            ["host": .text(host), "subject": .text(subject)]
        ) { $0.bytes(0) }
    }

    /// Keeps the state of a subject, in place of an earlier one; nil forgets it.
    public func setState(_ state: [UInt8]?, of subject: String, host: String) throws {
        guard let state else {
            try transaction.execute(
                "DELETE FROM capture_states WHERE host = :host AND subject = :subject",
                ["host": .text(host), "subject": .text(subject)])
            return
        }
        try transaction.execute(
            """
            INSERT INTO capture_states (host, subject, state) VALUES (:host, :subject, :state)
            ON CONFLICT (host, subject) DO UPDATE SET state = excluded.state
            """, ["host": .text(host), "subject": .text(subject), "state": .bytes(state)])
    }
}
