import Console
import Fail2ban
import Logging
import NIOCore

/// Closes a connection whose client has as many as it may; one for each connection.
final class QuotaHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let quota: ConnectionQuota
    private let logger: Logger
    private var counted: IPAddress?

    init(quota: ConnectionQuota, logger: Logger) {
        self.quota = quota
        self.logger = logger
    }

    func channelActive(context: ChannelHandlerContext) {
        guard let address = context.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) else {
            return context.fireChannelActive()
        }
        switch quota.admit(address) {
        case .admitted:
            counted = address
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
        context.fireChannelInactive()
    }
}
