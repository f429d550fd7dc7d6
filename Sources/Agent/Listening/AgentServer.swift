public import Host
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// The privileged half of BanGUI: listens on a unix socket and does for those whom root named what the list of verbs has,
/// and nothing else.
public final class AgentServer: Service {
    private let configuration: AgentConfiguration
    private let limits: PeerLimits
    private let desk: AgentDesk
    private let ledger: PeerLedger
    private let record: AgentRecord
    private let connections = AgentConnections()
    private let listener = Mutex<(any Channel)?>(nil)

    /// An agent for `host`, which does the work; `version` is that of this BanGUI.
    public init(
        _ configuration: AgentConfiguration, host: any Host, version: String, limits: PeerLimits = PeerLimits(),
        logger: Logger, now: @escaping @Sendable () -> Int64 = SystemClock.seconds
    ) {
        self.configuration = configuration
        self.limits = limits
        record = AgentRecord(logger)
        ledger = PeerLedger(limits)
        desk = AgentDesk(
            host: host, configuration: configuration, version: version, record: record,
            heads: AuditHeadsFile(path: configuration.auditHeads, now: now))
    }

    /// Listens until the task is cancelled or the service group shuts down.
    public func run() async throws {
        try await start()
        try? await gracefulShutdown()
        await stop()
    }

    /// Begins to listen.
    public func start() async throws {
        let descriptor = try AgentSocket(path: configuration.socket).bound(group: configuration.group)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .childChannelOption(.maxMessagesPerRead, value: 4)
            .childChannelInitializer { [self] channel in admit(channel) }
            .withBoundSocket(descriptor)
            .get()
        listener.withLock { $0 = channel }
        record.listening(at: configuration.socket, users: configuration.users)
    }

    /// Takes no more connections, waits some seconds for what is being done, and closes the rest.
    public func stop() async {
        guard
            let channel = listener.withLock({ listener in
                defer { listener = nil }
                return listener
            })
        else { return }
        // In this order: once nobody listens, what is at the path may be another agent's.
        AgentSocket(path: configuration.socket).remove()
        try? await channel.close()
        await connections.end(within: limits.farewell)
        record.stopped()
    }

    /// Looks who has connected, before a byte is read.
    private func admit(_ channel: any Channel) -> EventLoopFuture<Void> {
        Peer.at(channel).flatMapThrowing { [self] peer in
            guard let peer else {
                record.refused("the kernel does not tell who it is", of: nil)
                throw ChannelError.ioOnClosedChannel
            }
            let isAdmitted = peer.user == 0 || configuration.users.contains(peer.user)
            // Those who are only told so may not take the places of the others.
            guard connections.count < (isAdmitted ? limits.connections : limits.connections / 2) else {
                record.refused("the agent has too many connections", of: peer)
                throw ChannelError.ioOnClosedChannel
            }
            let handler: any ChannelHandler
            if !isAdmitted {
                record.refused("root's configuration does not name the user", of: peer)
                handler = FarewellHandler(.user)
            } else if let account = ledger.connected(peer.user) {
                handler = ConnectionHandler(peer: peer, account: account, desk: desk, record: record, limits: limits)
            } else {
                record.refused("the user has too many connections", of: peer)
                handler = FarewellHandler(.connections)
            }
            try channel.pipeline.syncOperations.addHandler(handler)
            connections.add(channel)
        }
    }
}
