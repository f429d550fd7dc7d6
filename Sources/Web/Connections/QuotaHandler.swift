import Console
import Fail2ban
import Logging
import NIOCore

/// Closes a connection whose client has as many as it may, and one for which there is no place; one for each connection.
final class QuotaHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let quota: ConnectionQuota
    private let connections: OpenConnections
    private let logger: Logger
    private var counted: IPAddress?
    private var seat: OpenConnections.Seat?

    init(quota: ConnectionQuota, connections: OpenConnections, logger: Logger) {
        self.quota = quota
        self.connections = connections
        self.logger = logger
    }

    func channelActive(context: ChannelHandlerContext) {
        guard let address = context.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) else {
            // It has gone already.
            return context.close(promise: nil)
        }
        switch quota.admit(address) {
        case .admitted:
            counted = address
            seat = connections.admit(context.channel, isKnown: quota.isExempt(address))
            guard let seat else { return context.close(promise: nil) }
            (try? context.pipeline.syncOperations.handler(type: RequestGuard.self))?.seat = seat
            context.fireChannelActive()
        case .full(let isNews):
            if isNews {
                logger.notice("a client has too many connections open", metadata: ["client": "\(address)"])
            }
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let counted { quota.release(counted) }
        counted = nil
        if let seat { connections.leave(seat) }
        seat = nil
        context.fireChannelInactive()
    }
}
