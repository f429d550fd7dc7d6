import NIOCore

/// Hands what arrives on one channel to its connection.
final class ReplyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private weak let connection: Fail2banConnection?
    private let channelNumber: Int

    init(connection: Fail2banConnection, channelNumber: Int) {
        self.connection = connection
        self.channelNumber = channelNumber
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let chunk = unwrapInboundIn(data)
        let number = channelNumber
        guard let connection else { return context.close(promise: nil) }
        connection.assumeIsolated { $0.received(chunk, on: number) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let number = channelNumber
        connection?.assumeIsolated { $0.lost(number) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
