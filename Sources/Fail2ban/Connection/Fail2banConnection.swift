public import Logging
import NIOCore
import NIOPosix
import Pickle
import Synchronization

/// A long-lived connection to the daemon's socket on which commands follow each other.
///
/// Replies carry no number: the first reply belongs to the first command. So one command is under way at a time, and
/// a connection whose reply did not come in time is closed. The next command connects anew.
public actor Fail2banConnection {
    private enum Link {
        case none
        /// The daemon's queue is full; another attempt is due.
        case retrying(attempt: Int)
        case connecting
        case open(any Channel)
    }

    /// The socket.
    public nonisolated let path: String
    /// The process at the other end of the newest connection, where the system tells.
    public nonisolated var process: Int32? { knownProcess.withLock { $0 } }

    /// Where a task runs best that talks much over this connection.
    public nonisolated let taskExecutor: LoopExecutor
    private nonisolated let knownProcess = Mutex<Int32?>(nil)
    private let limits: ConnectionLimits
    private let logger: Logger
    private let eventLoop: any EventLoop
    private let executor: any SerialExecutor
    private var link = Link.none
    private var isClosed = false
    private var queue: [Request] = []
    private var inFlight: Request?
    private var scanner: ReplyScanner
    private var hasReplyBegun = false
    private var requests = 0
    /// Counts the channels, so that what a former one still says is told apart.
    private var channels = 0

    /// A connection that opens with its first command. Its own thread of `group` runs it.
    public init(path: String, limits: ConnectionLimits = ConnectionLimits(), logger: Logger) {
        self.path = path
        self.limits = limits
        self.logger = logger
        let eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next()
        self.eventLoop = eventLoop
        executor = eventLoop.executor
        taskExecutor = LoopExecutor(eventLoop)
        scanner = ReplyScanner(limits: PickleLimits(bytes: limits.replyBytes))
    }

    deinit {
        if case .open(let channel) = link { channel.close(promise: nil) }
    }

    /// The event loop of the connection.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Sends a command in its turn and gives its reply. The deadline counts from now on, waiting and connecting
    /// included. Reading commands are sent a second time when the connection breaks before their reply begins.
    @concurrent
    public nonisolated func send<Reply>(
        _ command: Command<Reply>, deadline: Duration = .seconds(3)
    ) async throws(Fail2banError) -> Reply {
        let frame = try command.frame()
        let pickle = try await exchange(frame.bytes, changes: command.changes, deadline: deadline).get()
        do {
            return try command.reply(in: pickle, limits: PickleLimits(bytes: limits.replyBytes))
        } catch {
            if case .malformedReply = error, command.changes { throw Fail2banError.unknownOutcome }
            throw error
        }
    }

    /// Closes for good: what waits ends in `closed`, what was sent and changes something in `unknownOutcome`.
    public func close() {
        isClosed = true
        inFlight?.fail(sent: .closed)
        inFlight = nil
        failQueue(.closed)
        dropLink()
    }

    private func exchange(_ bytes: [UInt8], changes: Bool, deadline: Duration) async -> Request.Outcome {
        guard !isClosed else { return .failure(.closed) }
        guard queue.count < limits.queue else { return .failure(.overloaded) }
        requests += 1
        let number = requests
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let request = Request(number: number, bytes: bytes, changes: changes, continuation: continuation)
                request.expire(with: after(deadline) { $0.expire(number) })
                queue.append(request)
                advance()
            }
        } onCancel: {
            eventLoop.execute { self.assumeIsolated { $0.cancel(number) } }
        }
    }

    private func after(
        _ delay: Duration, _ body: @escaping @Sendable (isolated Fail2banConnection) -> Void
    ) -> Scheduled<Void> {
        eventLoop.scheduleTask(in: TimeAmount(delay)) { self.assumeIsolated(body) }
    }
}

// MARK: The queue

extension Fail2banConnection {
    private func advance() {
        guard inFlight == nil, !queue.isEmpty else { return }
        switch link {
        case .none: connect(attempt: 0)
        case .retrying, .connecting: break
        case .open(let channel): transmit(on: channel)
        }
    }

    private func transmit(on channel: any Channel) {
        let request = queue.removeFirst()
        inFlight = request
        hasReplyBegun = false
        scanner = ReplyScanner(limits: PickleLimits(bytes: limits.replyBytes))
        channel.writeAndFlush(ByteBuffer(bytes: request.bytes), promise: nil)
    }

    private func expire(_ number: Int) {
        if let request = inFlight, request.number == number {
            inFlight = nil
            request.fail(sent: .timedOut)
            dropLink()
            advance()
        } else if let request = dequeue(number) {
            if case .retrying = link { request.finish(.failure(.saturated(path: path))) }
            request.finish(.failure(.timedOut))
        }
    }

    private func cancel(_ number: Int) {
        if let request = inFlight, request.number == number {
            // Its reply is still due, and must be taken before the next one.
            request.abandon(.failure(request.changes ? .unknownOutcome : .cancelled))
        } else {
            dequeue(number)?.finish(.failure(.cancelled))
        }
    }

    @discardableResult
    private func dequeue(_ number: Int) -> Request? {
        queue.firstIndex { $0.number == number }.map { queue.remove(at: $0) }
    }

    private func failQueue(_ error: Fail2banError) {
        let waiting = queue
        queue = []
        for request in waiting { request.finish(.failure(error)) }
    }
}

// MARK: The channel

extension Fail2banConnection {
    private func connect(attempt: Int) {
        switch SocketAttempt(path: path) {
        case .connected(let descriptor, let process):
            knownProcess.withLock { $0 = process }
            open(descriptor)
        case .full:
            link = .retrying(attempt: attempt)
            let delay = limits.retryDelays.isEmpty ? 50 : limits.retryDelays[min(attempt, limits.retryDelays.count - 1)]
            _ = after(.milliseconds(delay)) { $0.retry() }
        case .failed(let error):
            link = .none
            logger.debug("no connection to fail2ban", metadata: ["error": "\(error)"])
            failQueue(error)
        }
    }

    private func retry() {
        guard case .retrying(let attempt) = link else { return }
        link = .none
        if !queue.isEmpty { connect(attempt: attempt + 1) }
    }

    private func open(_ descriptor: Int32) {
        link = .connecting
        channels += 1
        let number = channels
        ClientBootstrap(group: eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ReplyHandler(connection: self, channelNumber: number)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .withConnectedSocket(descriptor)
            .whenComplete { result in self.assumeIsolated { $0.opened(result, number) } }
    }

    private func opened(_ result: Result<any Channel, any Error>, _ number: Int) {
        guard case .connecting = link, number == channels else {
            if case .success(let channel) = result { channel.close(promise: nil) }
            return
        }
        switch result {
        case .success(let channel) where channel.isActive:
            link = .open(channel)
            advance()
        case .success: lost(number)
        case .failure(let error):
            link = .none
            failQueue(.connectionFailed(path: path, reason: "\(error)"))
        }
    }

    private func dropLink() {
        channels += 1
        if case .open(let channel) = link { channel.close(promise: nil) }
        link = .none
    }

    /// Takes a chunk that arrived; one that nobody asked for ends the channel.
    func received(_ chunk: ByteBuffer, on channel: Int) {
        guard channel == channels else { return }
        guard let request = inFlight else { return dropLink() }
        hasReplyBegun = true
        do {
            guard let pickle = try scanner.append(chunk.readableBytesView) else { return }
            request.finish(.success(pickle))
        } catch {
            request.fail(sent: error)
            dropLink()
        }
        inFlight = nil
        advance()
    }

    /// Takes the end of a channel.
    func lost(_ channel: Int) {
        guard channel == channels else { return }
        link = .none
        if let request = inFlight {
            inFlight = nil
            if request.changes || request.isRepeated || hasReplyBegun {
                request.fail(sent: .connectionLost)
            } else {
                request.isRepeated = true
                queue.insert(request, at: 0)
            }
        }
        advance()
    }
}
