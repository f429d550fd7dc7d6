import Fail2ban
import Logging
import NIOCore
import NIOPosix

/// One connection to the agent, on which requests and answers pass each other.
///
/// It opens with its first request and again after it broke. A request that only reads is sent a second time when the
/// connection breaks before its answer; a change that was sent and has no answer ends in `unknownOutcome`.
actor AgentLink {
    enum State {
        case none
        case connecting
        case greeting(any Channel)
        case open(any Channel)
    }

    nonisolated let path: String
    /// Where a task runs best that talks much over this connection.
    nonisolated let taskExecutor: LoopExecutor
    private nonisolated let eventLoop: any EventLoop
    private let executor: any SerialExecutor
    private let logger: Logger
    private let onWelcome: @Sendable (AgentWelcome) -> Void
    private var state = State.none
    private var isClosed = false
    private var waiting: [AgentRequest] = []
    private var inFlight: [UInt64: AgentRequest] = [:]
    private var numbers: UInt64 = 0
    /// Counts the channels, so that what a former one still says is told apart.
    private var channels = 0
    private var greetingTimer: Scheduled<Void>?

    /// Requests that may wait.
    static let longestQueue = 64
    /// How long the agent has for its greeting.
    static let patience: Duration = .seconds(5)

    init(path: String, logger: Logger, onWelcome: @escaping @Sendable (AgentWelcome) -> Void = { _ in }) {
        self.path = path
        self.logger = logger
        self.onWelcome = onWelcome
        let eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next()
        self.eventLoop = eventLoop
        executor = eventLoop.executor
        taskExecutor = LoopExecutor(eventLoop)
    }

    deinit {
        switch state {
        case .greeting(let channel), .open(let channel): channel.close(promise: nil)
        case .none, .connecting: break
        }
    }

    /// The event loop of the connection.
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Sends the body of a request in its turn and gives the answer's. The deadline counts from now on, waiting and
    /// connecting included.
    func exchange(_ body: ByteBuffer, changes: Bool, deadline: Duration) async -> AgentRequest.Outcome {
        guard !isClosed else { return .failure(.closed) }
        guard waiting.count < Self.longestQueue else { return .failure(.busy) }
        numbers += 1
        let number = numbers
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let request = AgentRequest(number: number, body: body, changes: changes, continuation: continuation)
                request.expire(with: after(deadline) { $0.expire(number) })
                waiting.append(request)
                advance()
            }
        } onCancel: {
            eventLoop.execute { self.assumeIsolated { $0.cancel(number) } }
        }
    }

    /// Closes for good: what waits ends in `closed`, what was sent and changes something in `unknownOutcome`.
    func close() {
        isClosed = true
        let sent = inFlight.values
        inFlight = [:]
        for request in sent { request.finish(.failure(request.changes ? .unknownOutcome : .closed)) }
        failWaiting(.closed)
        drop()
    }

    private func after(_ delay: Duration, _ body: @escaping @Sendable (isolated AgentLink) -> Void) -> Scheduled<Void> {
        eventLoop.scheduleTask(in: TimeAmount(delay)) { [weak self] in self?.assumeIsolated(body) }
    }
}

// MARK: Requests

extension AgentLink {
    private func advance() {
        guard !waiting.isEmpty else { return }
        switch state {
        case .none: connect()
        case .connecting, .greeting: break
        case .open(let channel):
            while inFlight.count < AgentLimits.inFlight, !waiting.isEmpty { send(waiting.removeFirst(), on: channel) }
        }
    }

    private func send(_ request: AgentRequest, on channel: any Channel) {
        // Ids only grow on a connection, so that none can be answered twice.
        numbers += 1
        request.id = numbers
        inFlight[request.id] = request
        write(AgentFrame(id: request.id, body: request.body), on: channel)
    }

    private func write(_ frame: AgentFrame, on channel: any Channel) {
        let parts = frame.parts
        channel.write(parts.head, promise: nil)
        channel.writeAndFlush(parts.body, promise: nil)
    }

    private func expire(_ number: UInt64) {
        if let request = dequeue(number) {
            return request.finish(.failure(.agent(.silent(path: path))))
        }
        guard let request = inFlight.values.first(where: { $0.number == number }) else { return }
        inFlight[request.id] = nil
        request.finish(.failure(request.changes ? .unknownOutcome : .agent(.silent(path: path))))
        logger.warning("the agent gives no answer", metadata: ["path": "\(path)"])
        lost(channels)
    }

    /// Gives up waiting; the answer is still due, and its place is kept until it comes.
    private func cancel(_ number: UInt64) {
        if let request = dequeue(number) { return request.finish(.failure(.timedOut)) }
        guard let request = inFlight.values.first(where: { $0.number == number }) else { return }
        request.abandon(.failure(request.changes ? .unknownOutcome : .timedOut))
    }

    private func dequeue(_ number: UInt64) -> AgentRequest? {
        waiting.firstIndex { $0.number == number }.map { waiting.remove(at: $0) }
    }

    private func failWaiting(_ error: HostError) {
        let requests = waiting
        waiting = []
        for request in requests { request.finish(.failure(error)) }
    }
}

// MARK: The channel

extension AgentLink {
    private func connect() {
        state = .connecting
        channels += 1
        let number = channels
        ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(Self.patience))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AgentFrameHandler(link: self, channelNumber: number))
                }
            }
            .connect(unixDomainSocketPath: path)
            .hop(to: eventLoop)
            .whenComplete { result in self.assumeIsolated { $0.opened(result, number) } }
    }

    private func opened(_ result: Result<any Channel, any Error>, _ number: Int) {
        guard case .connecting = state, number == channels else {
            if case .success(let channel) = result { channel.close(promise: nil) }
            return
        }
        switch result {
        case .success(let channel):
            state = .greeting(channel)
            greetingTimer = after(Self.patience) { link in
                guard number == link.channels else { return }
                link.refuse(.silent(path: link.path))
            }
            guard let hello = try? AgentCoding.bytes(of: AgentHello()) else { return }
            write(AgentFrame(id: 0, body: hello), on: channel)
        case .failure(let error):
            logger.debug("no connection to the agent", metadata: ["error": "\(error)"])
            refuse(AgentTrouble(connecting: error, path: path))
        }
    }

    /// Takes a frame that arrived.
    func received(_ frame: AgentFrame, on channel: Int) {
        guard channel == channels else { return }
        if case .greeting(let open) = state { return greeted(frame, on: open) }
        guard let request = inFlight.removeValue(forKey: frame.id) else { return lost(channel) }
        request.finish(.success(frame.body))
        advance()
    }

    private func greeted(_ frame: AgentFrame, on channel: any Channel) {
        greetingTimer?.cancel()
        guard frame.id == 0, let greeting = try? AgentCoding.message(AgentGreeting.self, in: frame.body) else {
            return refuse(.other(path: path, reason: "what listens there is not the agent of this BanGUI"))
        }
        switch greeting {
        case .welcome(let welcome):
            onWelcome(welcome)
            state = .open(channel)
            advance()
        case .refused(let refusal): refuse(AgentTrouble(refusal, path: path))
        }
    }

    /// Ends what waits for a connection that cannot be had.
    private func refuse(_ trouble: AgentTrouble) {
        drop()
        failWaiting(.agent(trouble))
    }

    private func drop() {
        channels += 1
        greetingTimer?.cancel()
        switch state {
        case .greeting(let channel), .open(let channel): channel.close(promise: nil)
        case .none, .connecting: break
        }
        state = .none
    }

    /// Takes the end of a channel.
    func lost(_ channel: Int) {
        guard channel == channels else { return }
        if case .greeting = state { return refuse(.silent(path: path)) }
        drop()
        let sent = inFlight.values.sorted { $0.id < $1.id }
        inFlight = [:]
        for request in sent.reversed() {
            if request.changes || request.isRepeated || request.isAbandoned {
                request.finish(.failure(request.changes ? .unknownOutcome : .agent(.silent(path: path))))
            } else {
                request.isRepeated = true
                waiting.insert(request, at: 0)
            }
        }
        advance()
    }
}
