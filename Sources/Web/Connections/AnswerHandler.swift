import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Tells the guard of the connection's requests when an answer is out, and answers for the requests that it refuses; one for
/// each connection.
final class AnswerHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var requests: RequestGuard?
    private var isBegun = false
    private var isRefused = false

    func handlerAdded(context: ChannelHandlerContext) {
        requests = try? context.pipeline.syncOperations.handler(type: RequestGuard.self)
        requests?.refuse = { [self] fault in refuse(fault, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        requests?.refuse = nil
        requests = nil
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isRefused else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            isBegun = true
            if requests?.isLast == true { head.headerFields[.connection] = "close" }
            return context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: return context.write(data, promise: promise)
        case .end: break
        }
        isBegun = false
        let promise = promise ?? context.eventLoop.makePromise(of: Void.self)
        context.write(data, promise: promise)
        if requests?.answered() == true {
            promise.futureResult.assumeIsolated().whenComplete { _ in context.close(mode: .output, promise: nil) }
        }
    }

    /// Whatever was to be answered else is dropped; an answer that has begun can only be cut off.
    private func refuse(_ fault: RequestFault, _ context: ChannelHandlerContext) {
        isRefused = true
        guard !isBegun else { return context.close(promise: nil) }
        let problem = fault.problem
        var head = HTTPResponse(status: problem.status, headerFields: SecurityHeaders.always)
        let text = problem.document(requestID: "")
        head.headerFields[.contentType] = Problem.mediaType
        head.headerFields[.contentLength] = String(text.readableBytes)
        head.headerFields[.cacheControl] = "no-store"
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(text)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            context.close(mode: .output, promise: nil)
        }
    }
}
