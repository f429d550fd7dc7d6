import Host
import NIOCore

/// Tells why a connection is not wanted, and ends it when its greeting has come or after a second: one that is closed at
/// once may lose the reason.
final class FarewellHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let refusal: AgentRefusal

    init(_ refusal: AgentRefusal) { self.refusal = refusal }

    func channelActive(context: ChannelHandlerContext) {
        if let body = try? AgentCoding.bytes(of: AgentGreeting.refused(refusal)) {
            let parts = AgentFrame(id: 0, body: body).parts
            context.write(wrapOutboundOut(parts.head), promise: nil)
            context.writeAndFlush(wrapOutboundOut(parts.body), promise: nil)
        }
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
