import NIOCore
import Synchronization

/// The connections that are open.
final class AgentConnections: Sendable {
    private let open = Mutex<[ObjectIdentifier: any Channel]>([:])

    var count: Int { open.withLock { $0.count } }

    func add(_ channel: any Channel) {
        let key = ObjectIdentifier(channel)
        open.withLock { $0[key] = channel }
        channel.closeFuture.whenComplete { [self] _ in open.withLock { $0[key] = nil } }
    }

    /// Has each end when it has nothing under way any more, and all at the end of the time.
    func end(within limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        for channel in open.withLock({ Array($0.values) }) {
            channel.pipeline.fireUserInboundEventTriggered(ConnectionHandler.Farewell())
        }
        while count > 0, ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
        for channel in open.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }
}
