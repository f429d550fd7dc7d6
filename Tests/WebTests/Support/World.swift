import Fail2ban
import Host
import Hummingbird
import Logging
import ServiceLifecycle
import Storage
import Synchronization
import TestSupport

@testable import Console
@testable import Web

/// What a test wants to be there.
struct WorldPlan: Sendable {
    /// Whether the setup was done; else it is open.
    var isSetUp = true
    /// The guarded daemon; nil for a host that is down.
    var fail2ban: RealFail2ban?
    /// Settings as the command line gives them.
    var settings: [SettingKey: String] = [:]
    /// What connections may take.
    var limits = ServerLimits()
    /// What reads the metrics has to show; nil for no metrics.
    var metricsToken: MetricsToken?
    /// Whether background tasks are done; they remove what is old by the clock of the test.
    var doesTasks = false

    /// One with its background tasks.
    static let doingTasks = WorldPlan(doesTasks: true)
}

/// The whole console behind its web server on a free port: real SQLite, a cheap hash, a clock that can be moved.
final class World: Sendable {
    static let password = "a long walk by the sea"

    let folder: TemporaryFolder
    let clock: TestClock
    /// Every registered route.
    let entries: [Routes.Entry]
    let phase: ConsolePhase
    let client: HTTPClient
    /// The one-time token of an open setup.
    let setupToken: String?
    private let store: Store

    private init(_ store: Store, entries: [Routes.Entry], port: Int, setupToken: String?) {
        (folder, clock, phase) = (store.folder, store.clock, store.phase)
        self.store = store
        self.entries = entries
        self.setupToken = setupToken
        client = HTTPClient(port: port)
    }

    /// The services after setup.
    var console: ConsoleServices { phase.services! }
    /// The database after setup.
    var database: FaultyDatabase { store.databases.withLock { $0.last! } }
    /// The sockets at which the setup looked.
    var inspected: [String] { store.inspected }
    var logLines: [String] { store.log.lines }

    /// Starts a world, gives it to `body` and ends it.
    static func with(_ plan: WorldPlan = WorldPlan(), _ body: (World) async throws -> Void) async throws {
        let store = try Store(plan)
        if plan.isSetUp { try await store.setUp() }
        let web = WebServer(
            phase: store.phase, configuration: store.configuration, zones: ["UTC", "Europe/Berlin"],
            machineName: "tower.lan", limits: plan.limits, metricsToken: plan.metricsToken,
            now: store.clock.now, logger: store.log.logger)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = web.application { port.yield($0) }
        var configuration = ServiceGroupConfiguration(
            services: [ConsoleServicesRunner(phase: store.phase), application], logger: store.log.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        let group = ServiceGroup(configuration: configuration)
        let running = Task {
            // A server that cannot listen must not be waited for.
            defer { port.finish() }
            try? await group.run()
        }
        let bound = await ports.first { _ in true }
        let world = World(
            store, entries: web.routes.entries, port: bound ?? 0,
            setupToken: plan.isSetUp ? nil : try store.setup.token())
        var failure: (any Error)?
        do {
            if plan.isSetUp { try await world.settle(plan.fail2ban != nil) }
            try await body(world)
        } catch {
            failure = error
        }
        store.pulse.finish()
        await group.triggerGracefulShutdown()
        await running.value
        await store.close()
        if let failure { throw failure }
    }

    /// Waits until it is known whether fail2ban answers, and which jails run.
    func settle(_ isUp: Bool) async throws {
        let board = console.guarding.board
        let isKnown = await eventually {
            isUp ? board.status.readAt != nil : board.status.state == .down
        }
        guard isKnown else { throw Refused(outcome: "\(board.status)") }
    }

    /// Makes an account; an administrator may do everything, anyone else nothing yet.
    @discardableResult
    func person(_ name: String, isAdministrator: Bool = true) async throws -> Account {
        try await console.accounts.create(
            name: name, password: Self.password, isAdministrator: isAdministrator, by: .tester)
    }

    /// A session of an account, begun without HTTP.
    func visitor(_ name: String = "ada") async throws -> Visitor {
        let address = IPAddress("192.0.2.200")!
        let outcome = try await console.signIn.signIn(
            name: name, password: Self.password,
            from: ClientAddress(address: address, isSecure: true, chain: [address]), userAgent: "test")
        guard case .signedIn(let cookie, let person) = outcome else { throw Refused(outcome: "\(outcome)") }
        return Visitor(
            world: self, cookie: "\(console.configuration.cookie.sessionName)=\(cookie)",
            token: console.sessions.forgeryToken(of: person), id: person.session.id)
    }

    /// A code over everything in the database, the schema's own tables included, but for one table.
    func fingerprint(without excepted: String = "") async throws -> [String: String] {
        try await database.read { transaction in
            let tables = try transaction.rows(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            ) { $0.text(0) }
            return try tables.filter { $0 != excepted }.reduce(into: [:]) { prints, table in
                let columns = try transaction.rows(
                    "SELECT name FROM pragma_table_info(:table)", ["table": .text(table)]
                ) { $0.text(0) }
                let text = columns.map { "quote(\"\($0)\")" }.joined(separator: " || ',' || ")
                prints[table] = try transaction.rows("SELECT \(text) FROM \"\(table)\" ORDER BY 1") { $0.text(0) }
                    .joined(separator: "\n")
            }
        }
    }

    struct Refused: Error { var outcome: String }
}

/// Someone who is signed in, and how their browser sends requests.
struct Visitor: Sendable {
    let world: World
    let cookie: String
    let token: String
    let id: Int64

    func get(_ path: String, _ fields: [(String, String)] = []) async throws -> HTTPReply {
        try await world.client.send("GET", path, [("Cookie", cookie)] + fields)
    }

    /// A JSON request as the pages' own scripts send it.
    func api(_ method: String, _ path: String, _ body: String? = nil) async throws -> HTTPReply {
        var fields = [("Cookie", cookie), ("X-CSRF-Token", token), ("Sec-Fetch-Site", "same-origin")]
        if body != nil { fields.append(("Content-Type", "application/json")) }
        return try await world.client.send(method, path, fields, body: body)
    }

    /// A form as a browser sends it.
    func form(_ path: String, _ pairs: [(String, String)] = []) async throws -> HTTPReply {
        try await world.client.send(
            "POST", path,
            [
                ("Cookie", cookie), ("Sec-Fetch-Site", "same-origin"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ], body: encodedForm([("_csrf", token)] + pairs))
    }
}

extension Author {
    /// Who prepares a test.
    static let tester = Author(name: "tester", origin: .cli)
}

/// Pairs as `application/x-www-form-urlencoded`, every byte that is no letter or digit escaped.
func encodedForm(_ pairs: [(String, String)]) -> String {
    func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            let hex = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (hex.utf8.count < 2 ? "0" : "") + hex
        }.joined()
    }
    return pairs.map { encoded($0.0) + "=" + encoded($0.1) }.joined(separator: "&")
}

/// Runs the services of a console from the moment that it is at work.
private struct ConsoleServicesRunner: Service {
    let phase: ConsolePhase

    func run() async throws {
        guard let console = await cancelWhenGracefulShutdown({ await phase.whenReady() }) else { return }
        let services = console.services.map {
            ServiceGroupConfiguration.ServiceConfiguration(service: $0, successTerminationBehavior: .ignore)
        }
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services,
                logger: Logger(label: "quiet") { _ in
                    SwiftLogNoOpLogHandler()
                })
        ).run()
    }
}
