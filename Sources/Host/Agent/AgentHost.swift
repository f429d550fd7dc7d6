public import Fail2ban
public import Logging
import NIOCore
import Synchronization

/// fail2ban on this machine, reached through BanGUI's privileged agent: what this process itself may not touch.
///
/// It has two connections: one for work, and one for signs of life that no work can fill.
public final class AgentHost: Host {
    /// The name of the host.
    public let id: HostID
    private let work: AgentLink
    private let health: AgentLink
    private let welcome: Mutexed<AgentWelcome?>

    /// A host behind the agent's socket at `path`, whose connections open when they are needed.
    public init(path: String, id: HostID = .local, logger: Logger) {
        self.id = id
        let welcome = Mutexed<AgentWelcome?>(nil)
        self.welcome = welcome
        work = AgentLink(path: path, logger: logger) { told in welcome.value.withLock { $0 = told } }
        health = AgentLink(path: path, logger: logger) { told in welcome.value.withLock { $0 = told } }
    }

    /// The thread of the connection for work.
    public var executor: (any TaskExecutor)? { work.taskExecutor }

    /// What the agent told of itself when it was last met; nil before that.
    public var agent: AgentWelcome? { welcome.value.withLock { $0 } }

    /// As the agent told it; nothing before it was met.
    public var clientOptions: ClientOptions { agent?.clientOptions ?? ClientOptions() }

    /// Asks the daemon for a sign of life on the connection for that.
    public func ping(deadline: Duration) async throws(HostError) {
        _ = try await ask(
            .daemon(.ping(milliseconds: Int(clamping: deadline.milliseconds))), AgentDone.self,
            within: deadline + .milliseconds(300), on: health)
    }

    /// Closes both connections.
    public func close() async {
        await work.close()
        await health.close()
    }

    /// Asks on the connection for work.
    func ask<Value: Codable & Sendable>(
        _ verb: AgentVerb, _ type: Value.Type, within deadline: Duration = AgentDeadline.reading
    ) async throws(HostError) -> Value {
        try await ask(verb, type, within: deadline, on: work)
    }

    private func ask<Value: Codable & Sendable>(
        _ verb: AgentVerb, _ type: Value.Type, within deadline: Duration, on link: AgentLink
    ) async throws(HostError) -> Value {
        guard let body = try? AgentCoding.bytes(of: verb),
            AgentFrame.idBytes + body.readableBytes <= AgentLimits.requestBytes
        else { throw HostError.protocolViolation("the request is longer than 128 KiB") }
        let changes = verb.name.changes
        let answer = try await link.exchange(body, changes: changes, deadline: deadline).get()
        guard let reply = try? AgentCoding.message(AgentReply<Value>.self, in: answer) else {
            throw changes ? .unknownOutcome : .protocolViolation("the agent's answer cannot be read")
        }
        switch reply {
        case .value(let value): return value
        case .failure(let error): throw error
        }
    }
}

/// A value that two closures and an object share.
private final class Mutexed<Value: Sendable>: Sendable {
    let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }
}

/// How long the agent has for its answer: longer than all that it asks fail2ban for may take together, so that its own
/// words come first.
enum AgentDeadline {
    /// It asks fail2ban a few questions.
    static let reading = Duration.seconds(60)
    /// It lists a jail's bans or reads a piece of log.
    static let listing = Duration.seconds(90)
    /// It tells fail2ban of as many ids as one request may name, after waiting for its turn.
    static let acting = Duration.seconds(240)
    /// It stops, starts or reloads a jail.
    static let life = Duration.seconds(600)
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
