import NIOCore

/// Stands before the parser: lets one request at a time through, whole in its head and in its plain form
/// (`RequestFraming`), none ahead of an answer, and closes a connection whose client takes too long. One for each connection.
///
/// Its deadlines are absolute: a client that sends a byte now and then gains nothing by it. Between requests the idle limit
/// holds.
final class RequestGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What the client is waited for; each has a deadline of its own.
    private enum Waiting: Equatable {
        case nothing
        /// The head of the request of this number; the first from the connection's beginning on, others from their first
        /// byte on.
        case head(of: Int)
        case body
        /// The rest of a body that was answered before its end.
        case rest
        /// That it closes its side: at once closed, it might never see what was sent last.
        case end
    }

    private let limits: ServerLimits
    private var framing: RequestFraming
    private var pending = ByteBuffer()
    private var context: ChannelHandlerContext?
    private var requests = 0
    /// Bytes that came ahead of an answer.
    private var ahead = 0
    private var isAnswered = true
    private var isOver = false
    private var isStalled = false
    private var waiting = Waiting.nothing
    private var isWorking = false
    private var deadline: Scheduled<Void>?

    /// Answers for a request that is refused, and closes the client's side when that is out.
    var refuse: ((RequestFault) -> Void)?

    /// Where it is noted whether the server waits for the client.
    var seat: OpenConnections.Seat?

    init(limits: ServerLimits) {
        self.limits = limits
        framing = RequestFraming(limits: limits.requests)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { forget() }

    func channelActive(context: ChannelHandlerContext) {
        follow()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        var bytes = unwrapInboundIn(data)
        if pending.readableBytes == 0 { pending = bytes } else { pending.writeBuffer(&bytes) }
        pass(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        follow()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isStalled = !context.channel.isWritable
        follow()
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        forget()
        context.fireChannelInactive()
    }

    /// Whether the connection ends with the answer to the request that was passed on.
    var isLast: Bool { framing.isLast || ahead > 0 }

    /// Says that the answer to the request that was passed on has been written to its end.
    ///
    /// - Returns: whether the connection ends with it.
    func answered() -> Bool {
        isAnswered = true
        if isLast { end() }
        follow()
        return isOver
    }

    /// Takes nothing more from the client, and waits for it to close.
    func end() {
        isOver = true
        pending = ByteBuffer()
        follow()
    }

    /// Passes on what may be, as far as the request that is being answered.
    private func pass(_ context: ChannelHandlerContext) {
        while !isOver, pending.readableBytes > 0 {
            guard !framing.isBetweenRequests || isAnswered else { return drop(context) }
            let isHead = framing.isBetweenRequests
            switch pending.withUnsafeReadableBytes({ framing.next($0) }) {
            case .more:
                pending = pending.tight
                return
            case .pass(let count):
                if isHead { (requests, isAnswered) = (requests + 1, false) }
                guard let part = pending.readSlice(length: count) else { return }
                if pending.readableBytes == 0 { pending = ByteBuffer() }
                if isHead, framing.waitsForWord, pending.readableBytes == 0 { askForBody(context) }
                context.fireChannelRead(wrapInboundOut(part))
            case .refuse(let fault):
                end()
                refuse?(fault)
            }
        }
    }

    /// Has the client send the body for which it waits. Its length, where it was told, is within the limit.
    private func askForBody(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
    }

    /// Drops what comes ahead of an answer: the connection ends with that, and nothing behind it is carried out.
    ///
    /// Requests that wait in memory would be worked off before their loop reads again, so that some connections with many
    /// requests each would keep it from everyone else's. Neither browsers nor proxies send any.
    private func drop(_ context: ChannelHandlerContext) {
        ahead += pending.readableBytes
        pending = ByteBuffer()
        // Who sends this much reads no answers.
        if ahead > limits.ahead { close(context) }
    }

    /// Notes whether the server works for the client, and sets the deadline for what is waited for now; one that runs for it
    /// already stays.
    private func follow() {
        let works = !isOver && !isAnswered && framing.isBetweenRequests && !isStalled
        if works != isWorking { seat?.waits(!works) }
        isWorking = works
        let now = whatIsWaitedFor
        guard now != waiting else { return }
        waiting = now
        deadline?.cancel()
        deadline = nil
        let limit: TimeAmount
        switch now {
        case .nothing: return
        case .head, .rest: limit = limits.arrival
        case .body: limit = limits.body
        case .end: limit = limits.linger
        }
        deadline = context?.eventLoop.assumeIsolated().scheduleTask(in: limit) { self.isLate() }
    }

    private var whatIsWaitedFor: Waiting {
        if isOver { return .end }
        guard framing.isBetweenRequests else { return isAnswered ? .rest : .body }
        guard isAnswered, requests == 0 || pending.readableBytes > 0 else { return .nothing }
        return .head(of: requests)
    }

    private func isLate() {
        guard let context else { return }
        guard waiting == .body, let refuse else { return close(context) }
        end()
        refuse(.slowBody(limits.body.nanoseconds / 1_000_000_000))
    }

    private func close(_ context: ChannelHandlerContext) {
        isOver = true
        context.close(promise: nil)
    }

    private func forget() {
        deadline?.cancel()
        (deadline, context, refuse, seat) = (nil, nil, nil, nil)
        (isOver, pending) = (true, ByteBuffer())
    }
}

extension ByteBuffer {
    /// The same bytes in memory of about their size: what is read from a socket lies in up to 64 KiB, which a few bytes that wait
    /// for the rest of a head would hold.
    var tight: ByteBuffer {
        guard storageCapacity > 2 * readableBytes + 1024 else { return self }
        var copy = ByteBufferAllocator().buffer(capacity: readableBytes)
        copy.writeImmutableBuffer(self)
        return copy
    }
}
