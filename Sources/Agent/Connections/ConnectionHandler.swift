import Host
import NIOCore

/// One connection: cuts what arrives into frames, has each answered, and ends the connection for whatever breaks the rules.
///
/// It reads no further while as many requests as may be are under way or their answers not taken, so that what a
/// connection can hold is bounded by what it may ask.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Tells the handler that the agent stops.
    struct Farewell {}

    private let peer: Peer
    private let account: PeerAccount
    private let desk: AgentDesk
    private let record: AgentRecord
    private let limits: PeerLimits
    private var arrived = ByteBuffer()
    private var lastID: UInt64 = 0
    private var isGreeted = false
    private var isEnding = false
    private var isReading = false
    private var isPaused = false
    private var underWay = 0
    private var readers: [UInt64: Task<Void, Never>] = [:]
    private var frameTimer: Scheduled<Void>?

    init(peer: Peer, account: PeerAccount, desk: AgentDesk, record: AgentRecord, limits: PeerLimits) {
        self.peer = peer
        self.account = account
        self.desk = desk
        self.record = record
        self.limits = limits
    }

    func channelActive(context: ChannelHandlerContext) {
        watchFrame(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isEnding = true
        frameTimer?.cancel()
        // Reading is for nobody any more; a change goes on to its end.
        for task in readers.values { task.cancel() }
        account.disconnect()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isEnding else { return }
        var chunk = unwrapInboundIn(data)
        arrived.writeBuffer(&chunk)
        takeFrames(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is Farewell else { return context.fireUserInboundEventTriggered(event) }
        isEnding = true
        frameTimer?.cancel()
        for task in readers.values { task.cancel() }
        if underWay == 0 { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

// MARK: What comes in

extension ConnectionHandler {
    private func takeFrames(_ context: ChannelHandlerContext) {
        guard !isReading else { return }
        isReading = true
        defer { isReading = false }
        do {
            while !isEnding, underWay < AgentLimits.inFlight,
                let frame = try AgentFrame.next(in: &arrived, atMost: AgentLimits.requestBytes)
            {
                frameTimer?.cancel()
                frameTimer = nil
                try take(frame, context)
            }
        } catch {
            return end(context, for: error)
        }
        if arrived.readableBytes == 0 { arrived = ByteBuffer() }
        pause(underWay >= AgentLimits.inFlight, context)
        if !isPaused, !isEnding, arrived.readableBytes > 0 { watchFrame(context) }
    }

    private func pause(_ isFull: Bool, _ context: ChannelHandlerContext) {
        guard isFull != isPaused else { return }
        isPaused = isFull
        context.channel.setOption(.autoRead, value: !isFull).whenFailure { _ in }
    }

    private func take(_ frame: AgentFrame, _ context: ChannelHandlerContext) throws {
        guard isGreeted else { return try greet(frame, context) }
        guard frame.id > lastID else { throw ConnectionFault.repeatedID }
        lastID = frame.id
        let verb: AgentVerb
        do {
            verb = try AgentCoding.strictMessage(AgentVerb.self, in: frame.body)
        } catch {
            throw ConnectionFault.noSuchVerb
        }
        answer(verb, id: frame.id, context)
    }

    private func greet(_ frame: AgentFrame, _ context: ChannelHandlerContext) throws {
        guard frame.id == 0, let hello = try? AgentCoding.strictMessage(AgentHello.self, in: frame.body) else {
            throw ConnectionFault.noGreeting
        }
        guard hello.protocolNumber == AgentHello.currentProtocol else {
            record.refused("it speaks another protocol", of: peer)
            return farewell(.protocolNumber(version: desk.version), context)
        }
        isGreeted = true
        guard let body = try? AgentCoding.bytes(of: AgentGreeting.welcome(desk.welcome)) else { return }
        write(AgentFrame(id: 0, body: body), context)
    }

    /// Gives a frame that has begun, or the greeting, its time.
    private func watchFrame(_ context: ChannelHandlerContext) {
        guard frameTimer == nil else { return }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        frameTimer = context.eventLoop.scheduleTask(in: TimeAmount(limits.frameTime)) {
            let (handler, context) = bound.value
            handler.end(context, for: ConnectionFault.slow)
        }
    }

    /// Ends the connection for what its other end did.
    private func end(_ context: ChannelHandlerContext, for fault: any Error) {
        guard !isEnding else { return }
        record.refused("\(fault)", of: peer)
        farewell(.malformed, context)
    }

    private func farewell(_ refusal: AgentRefusal, _ context: ChannelHandlerContext) {
        isEnding = true
        frameTimer?.cancel()
        guard !isGreeted, let body = try? AgentCoding.bytes(of: AgentGreeting.refused(refusal)) else {
            return context.close(promise: nil)
        }
        let channel = context.channel
        write(AgentFrame(id: 0, body: body), context).whenComplete { _ in channel.close(promise: nil) }
    }
}

// MARK: What goes out

extension ConnectionHandler {
    private func answer(_ verb: AgentVerb, id: UInt64, _ context: ChannelHandlerContext) {
        underWay += 1
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let (desk, peer, account, loop) = (desk, peer, account, context.eventLoop)
        let task = Task {
            let isLarge = verb.isLarge
            let isAdmitted = isLarge ? await account.gate.enter() : true
            // Nobody takes the answer of one who has gone.
            let body =
                isAdmitted && !Task.isCancelled
                ? await desk.answer(verb, for: peer, account) : AgentDesk.failure(isAdmitted ? .closed : .busy)
            let written = await withCheckedContinuation { continuation in
                loop.execute {
                    let (handler, context) = bound.value
                    handler.readers[id] = nil
                    continuation.resume(returning: handler.write(AgentFrame(id: id, body: body), context))
                }
            }
            try? await written.get()
            if isLarge, isAdmitted { await account.gate.leave() }
            loop.execute {
                let (handler, context) = bound.value
                handler.answered(context)
            }
        }
        if !verb.name.changes { readers[id] = task }
    }

    private func answered(_ context: ChannelHandlerContext) {
        underWay -= 1
        if isEnding {
            if underWay == 0 { context.close(promise: nil) }
        } else {
            takeFrames(context)
        }
    }

    /// Writes a frame, and cuts off whoever does not take it.
    @discardableResult
    private func write(_ frame: AgentFrame, _ context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        let parts = frame.parts
        let promise = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let timer = context.eventLoop.scheduleTask(in: TimeAmount(limits.replyTime)) {
            let (handler, context) = bound.value
            handler.record.refused("\(ConnectionFault.untaken)", of: handler.peer)
            handler.isEnding = true
            context.close(promise: nil)
        }
        promise.futureResult.whenComplete { _ in timer.cancel() }
        context.write(wrapOutboundOut(parts.head), promise: nil)
        context.writeAndFlush(wrapOutboundOut(parts.body), promise: promise)
        return promise.futureResult
    }
}

/// Why the agent ends a connection.
enum ConnectionFault: Error, CustomStringConvertible {
    case noGreeting
    case noSuchVerb
    case repeatedID
    case slow
    case untaken

    var description: String {
        switch self {
        case .noGreeting: "it does not greet as BanGUI does"
        case .noSuchVerb: "it asks for something that is not in the list, or not in its words"
        case .repeatedID: "it uses the number of a request again"
        case .slow: "what it began to send did not come in time"
        case .untaken: "it does not take its answers"
        }
    }
}
