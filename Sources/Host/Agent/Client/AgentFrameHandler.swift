import NIOCore

/// Cuts what arrives on one channel into frames for its link.
final class AgentFrameHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private weak let link: AgentLink?
    private let channelNumber: Int
    private var arrived = ByteBuffer()

    init(link: AgentLink, channelNumber: Int) {
        self.link = link
        self.channelNumber = channelNumber
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var chunk = unwrapInboundIn(data)
        arrived.writeBuffer(&chunk)
        let number = channelNumber
        do throws(AgentFrameError) {
            while let frame = try AgentFrame.next(in: &arrived, atMost: AgentLimits.replyBytes) {
                guard let link else { return context.close(promise: nil) }
                link.assumeIsolated { $0.received(frame, on: number) }
            }
        } catch {
            return context.close(promise: nil)
        }
        if arrived.readableBytes == 0 { arrived = ByteBuffer() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let number = channelNumber
        link?.assumeIsolated { $0.lost(number) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
