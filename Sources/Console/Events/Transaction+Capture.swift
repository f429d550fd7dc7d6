import Host
import Storage

extension LogPosition {
    /// The position as it was stored.
    init(_ stored: StoredLogPosition) {
        self.init(
            generation: stored.generation, device: stored.device, inode: stored.inode, offset: stored.offset,
            lastTime: stored.lastTime)
    }
}

extension Capture {
    /// The positions of a host, in no order.
    func logPositions(host: String) throws -> Set<LogPosition> {
        Set(try positions(host: host).map { LogPosition($0) })
    }

    /// Moves positions on, and forgets those of generations that are gone.
    func save(_ positions: [LogPosition], gone: [[UInt8]], host: String, now: Int64) throws {
        try save(
            positions.map { position in
                StoredLogPosition(
                    generation: position.generation, device: position.device, inode: position.inode,
                    offset: position.offset, lastTime: position.lastTime, firstSeenAt: now)
            }, host: host)
        try forget(gone, host: host)
    }
}

extension Capture {
    /// Whether what is in force tells of bans and unbans on a host, since no line of a log does.
    func isSocketSource(host: String) throws -> Bool { try state("socket", host: host) != nil }

    /// Says whether it does.
    func setSocketSource(_ isSource: Bool, host: String) throws {
        try setState(isSource ? [1] : nil, of: "socket", host: host)
    }
}

extension Transaction {
    /// The operations that lines may tell of.
    func traces(of lines: [LogObservation], host: String) throws -> OperationTraces {
        guard let first = lines.first?.time, let last = lines.last?.time else { return OperationTraces() }
        return OperationTraces(
            try operations.traces(
                host: host, from: min(first, last) / 1000 - OperationTraces.longest,
                through: max(first, last) / 1000 + OperationTraces.rounding))
    }
}
