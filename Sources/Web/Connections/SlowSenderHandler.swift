import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection on which the first head does not come in time, or a body does not, or the rest of one that was
/// answered before its end; one for each connection. Between requests the idle limit holds.
///
/// A body that takes too long is answered here: a race against a timer in every request that has one costs a tenth of a
/// millisecond.
final class SlowSenderHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let arrival: TimeAmount
    private let body: TimeAmount
    private var deadline: Scheduled<Void>?
    private var isRequestOpen = false
    private var isAnswered = false

    /// - Parameters:
    ///   - arrival: until the first head, and for the rest of a body that was answered.
    ///   - body: for a whole body.
    init(arrival: TimeAmount, body: TimeAmount) {
        self.arrival = arrival
        self.body = body
    }

    func channelActive(context: ChannelHandlerContext) {
        closeLater(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isRequestOpen = true
            isAnswered = false
            stop()
        case .body: break
        case .end:
            isRequestOpen = false
            stop()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Most bodies come with their heads.
        if isRequestOpen, !isAnswered, deadline == nil { refuseLater(context) }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        isAnswered = true
        if case .end = unwrapOutboundIn(data), isRequestOpen { closeLater(context) }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    private func closeLater(_ context: ChannelHandlerContext) {
        stop()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: arrival) { context.close(promise: nil) }
    }

    private func refuseLater(_ context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: body) { self.refuse(context) }
    }

    private func refuse(_ context: ChannelHandlerContext) {
        guard !isAnswered else { return context.close(promise: nil) }
        isAnswered = true
        let problem = Problem(
            .requestTimeout, .requestTimeout, "The request took too long",
            "Its body did not arrive within \(body.nanoseconds / 1_000_000_000) seconds.")
        var head = HTTPResponse(status: problem.status, headerFields: SecurityHeaders.always)
        let text = problem.document(requestID: "")
        head.headerFields[.contentType] = Problem.mediaType
        head.headerFields[.contentLength] = String(text.readableBytes)
        head.headerFields[.cacheControl] = "no-store"
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(text)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    private func stop() {
        deadline?.cancel()
        deadline = nil
    }
}
