import Fail2ban
import Host
import Storage
import Synchronization

/// One look of the doctor at everything: what several checks need is asked once.
final class Examination: Sendable {
    let scene: DoctorScene
    private let answer: Once<Result<Duration, HostError>>
    private let info: Once<Result<DaemonInfo, HostError>>
    private let counted: Once<Result<[JailCounters], HostError>>
    private let set: Once<Result<[JailSettings], HostError>>
    private let judged: Once<Result<[JailFinding], HostError>>
    private let spots: Once<Result<[BlindSpot], HostError>>
    private let records: Once<Result<DatabaseFindings, StorageError>>

    init(_ scene: DoctorScene) {
        self.scene = scene
        let (host, patience) = (scene.host, scene.patience)
        let answer = Once { () async -> Result<Duration, HostError> in
            let start = ContinuousClock.now
            return await Self.result { () async throws(HostError) in
                try await host.ping(deadline: patience)
                return ContinuousClock.now - start
            }
        }
        // Nothing more is asked of one that gives no sign of life: each question would wait for its own deadline.
        func afterAnswer<Value: Sendable>(
            _ question: @escaping @Sendable () async throws(HostError) -> Value
        ) -> Once<Result<Value, HostError>> {
            Once {
                if case .failure(let error) = await answer.value { return .failure(error) }
                return await Self.result(question)
            }
        }
        self.answer = answer
        info = afterAnswer { () async throws(HostError) in try await host.daemon() }
        let counted = afterAnswer { () async throws(HostError) in try await host.counters() }
        self.counted = counted
        set = afterAnswer { () async throws(HostError) in
            var settings: [JailSettings] = []
            for jail in try await counted.value.get() {
                do throws(HostError) {
                    settings.append(try await host.settings(of: jail.name))
                } catch {
                    // It has stopped meanwhile, or has a name that no command reaches; of a daemon that does not answer
                    // nothing more is asked.
                    guard error.isOfOneJail else { throw error }
                }
            }
            return settings
        }
        judged = Self.judgement(scene, answer, info, counted)
        spots = afterAnswer { () async throws(HostError) in try await host.blindSpots() }
        let place = scene.database
        records = Once {
            do throws(StorageError) {
                return .success(try place.inspect(patience: .milliseconds(500)))
            } catch {
                return .failure(error)
            }
        }
    }

    /// How long fail2ban took for a sign of life.
    func ping() async throws(HostError) -> Duration { try await answer.value.get() }
    /// What the daemon says of itself.
    func daemon() async throws(HostError) -> DaemonInfo { try await info.value.get() }
    /// Counters of the running jails.
    func counters() async throws(HostError) -> [JailCounters] { try await counted.value.get() }
    /// Settings of the running jails.
    func jails() async throws(HostError) -> [JailSettings] { try await set.value.get() }
    /// What keeps jails from doing what they are there for.
    func findings() async throws(HostError) -> [JailFinding] { try await judged.value.get() }
    /// What cannot be seen.
    func blindSpots() async throws(HostError) -> [BlindSpot] { try await spots.value.get() }
    /// What a look at BanGUI's database told.
    func database() async throws(StorageError) -> DatabaseFindings { try await records.value.get() }

    /// A path of the system, below the root of the scene.
    func system(_ path: String) -> String { scene.root + path }

    /// The stock client's command for this fail2ban, to be copied.
    func client(_ words: String) -> String {
        "sudo " + scene.host.clientOptions.complete("fail2ban-client " + words)
    }

    /// What the running server found of the jails, where it has looked just now; else one look.
    private static func judgement(
        _ scene: DoctorScene, _ answer: Once<Result<Duration, HostError>>, _ info: Once<Result<DaemonInfo, HostError>>,
        _ counted: Once<Result<[JailCounters], HostError>>
    ) -> Once<Result<[JailFinding], HostError>> {
        Once {
            if case .failure(let error) = await answer.value { return .failure(error) }
            return await Self.result { () async throws(HostError) in
                let counters = try await counted.value.get()
                if let health = scene.health, scene.now() - health.at < Self.freshness,
                    Set(health.seen).isSuperset(of: counters.map(\.name))
                {
                    return health.findings
                }
                var jails = try await JailScene.look(
                    at: counters, of: scene.host, daemon: try await info.value.get(), now: scene.now)
                jails.hasProgram = { $0.isThere(below: scene.root) }
                return JailDiagnosis.findings(in: jails)
            }
        }
    }

    /// Seconds for which the running server's own look is good enough.
    private static let freshness: Int64 = 60

    private static func result<Value>(
        _ question: () async throws(HostError) -> Value
    ) async -> Result<Value, HostError> {
        do throws(HostError) {
            return .success(try await question())
        } catch {
            return .failure(error)
        }
    }
}

/// A value that is worked out when someone first asks for it, for all who ask.
private final class Once<Value: Sendable>: Sendable {
    private let work: @Sendable () async -> Value
    private let task = Mutex<Task<Value, Never>?>(nil)

    init(_ work: @escaping @Sendable () async -> Value) { self.work = work }

    var value: Value {
        get async {
            let running = task.withLock { task in
                let running = task ?? Task(executorPreference: DoctorThreads.shared, operation: work)
                task = running
                return running
            }
            return await running.value
        }
    }
}
