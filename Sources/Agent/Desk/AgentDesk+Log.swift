import Host
import NIOCore

extension AgentDesk {
    /// What is asked of the daemon's log and of its records.
    func result(of verb: LogVerb) async throws(HostError) -> ByteBuffer {
        switch verb {
        case .read(let places, let limit):
            return try value(try await host.log(after: places.positions, limit: limit))
        case .wait(let places, let milliseconds):
            let limit = Duration.milliseconds(milliseconds)
            let start = ContinuousClock.now
            await host.waitForLog(beyond: places.positions, atMost: limit)
            return try value(ContinuousClock.now - start < limit)
        case .records(let moment, let limit):
            return try value(RecordedBans(try await host.recordedBans(since: moment, limit: limit)))
        }
    }
}
