import Console
import Fail2ban
import Host
import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /metrics`: numbers for Prometheus, for who has the token.
///
/// What they are made of lies ready in memory, but for one short reading of the database on a connection of its own: fail2ban is
/// not asked, so that they come while it hangs.
struct Metrics: Sendable {
    let phase: ConsolePhase
    let requests: RequestTally
    let seats: StreamSeats
    private let labels = JailLabels()

    init(phase: ConsolePhase, requests: RequestTally, seats: StreamSeats) {
        self.phase = phase
        self.requests = requests
        self.seats = seats
    }

    func register(on routes: Routes, _ token: MetricsToken) {
        routes.metrics("/metrics", .readMetrics, token) { [self] in
            guard let console = phase.services else { throw Gate.setupNeeded }
            let text = await text(console)
            return Response(
                status: .ok, headers: [.contentType: MetricsText.mediaType],
                body: .init(byteBuffer: ByteBuffer(bytes: text.bytes)))
        }
    }

    /// Whoever asks has not shown the token.
    static var noToken: Problem {
        var problem = Problem(
            .unauthorized, .notSignedIn, "No token", "Send the token of metrics as Authorization: Bearer.")
        problem.challenge = BearerHeader.challenge()
        return problem
    }

    private func text(_ console: ConsoleServices) async -> MetricsText {
        let start = ContinuousClock.now
        let stored = await console.figures.figures()
        let recovery = await console.recoveryReport()
        var text = MetricsText()
        text.gauge("bangui_build_info", "The version, as a label.", [.init(1, ("version", BanGUIVersion.text))])
        let now = console.now()
        text.write(console.guarding.board, now: now)
        text.write(console.guarding.board.status, stored, labels)
        text.write(console.guarding.health.health)
        text.write(console.guarding.history, console.guarding.board.status)
        text.write(console)
        text.write(console.taskBoard)
        text.gauge("bangui_database_up", "Whether the database answered within a second.", stored == nil ? 0 : 1)
        text.write(console.databaseTimes)
        text.write(console.breakers.reports)
        text.gauge("bangui_sessions", "Sessions of people that have not ended.", stored.map { Double($0.sessions) })
        text.gauge("bangui_streams", "Streams of events that are open.", Double(seats.count))
        text.write(requests)
        text.write(recovery, console.guarding)
        if let process = ProcessReading.own() { text.write(process) }
        text.gauge("bangui_scrape_seconds", "How long it took to make this.", (.now - start).seconds)
        return text
    }
}

extension Duration {
    /// The same as a number.
    fileprivate var seconds: Double { self / .seconds(1) }
}

extension MetricsText {
    /// fail2ban itself.
    fileprivate mutating func write(_ board: StatusBoard, now: Int64) {
        let status = board.status
        gauge("bangui_fail2ban_up", "Whether fail2ban answers.", status.state == .up ? 1 : 0)
        let states: [DaemonStatus.State] = [.starting, .up, .hanging, .down]
        gauge(
            "bangui_fail2ban_state", "How fail2ban is, 1 for the state that holds.",
            states.map { .init(status.state == $0 ? 1 : 0, ("state", $0.rawValue)) })
        gauge(
            "bangui_fail2ban_info", "The version of fail2ban, as a label.",
            status.daemon.map { [.init(1, ("version", $0.version.text))] } ?? [])
        gauge(
            "bangui_fail2ban_start_time_seconds", "When fail2ban started, in seconds of the epoch.",
            status.daemon?.startedAt.map(Double.init))
        histogram(
            "bangui_fail2ban_answer_seconds",
            "How long fail2ban took for a sign of life; it is asked five times a second.",
            [(nil, board.answers.times)])
        counter(
            "bangui_fail2ban_unanswered_total", "Signs of life that did not come, or not within 600 ms.",
            [.init(board.answers.missing)])
        gauge(
            "bangui_mirror_lag_seconds", "How long ago fail2ban told the counters of its jails.",
            status.readAt.map { Double(max(0, now - $0)) })
    }

    /// Jails, their bans and what happened in them.
    fileprivate mutating func write(_ status: DaemonStatus, _ stored: StoredFigures?, _ labels: JailLabels) {
        let isUp = status.state == .up || status.state == .hanging
        let jails = status.jails.map { ($0.name.text, $0) }
        gauge(
            "bangui_jail_up", "Whether the jail runs, of those that ran since BanGUI started or were stopped in it.",
            labels.states(
                running: jails.map(\.0), stopped: stored?.stopped.map(\.name.text) ?? [], isUp: isUp
            ).map { .init($0.runs ? 1 : 0, ("jail", $0.jail)) })
        byJail(
            "bangui_jail_banned", "Bans that fail2ban itself counts.", labels.sums(jails.map { ($0.0, $0.1.banned) }))
        byJail(
            "bangui_jail_failing", "Addresses that are failing now.", labels.sums(jails.map { ($0.0, $0.1.failing) }))
        guard let stored else { return }
        // A jail without a ban has no row; a number that goes away is no zero to whoever draws it.
        let none = jails.map { ($0.0, 0) }
        byJail("bangui_bans", "Bans in force, as BanGUI lists them.", labels.sums(stored.bans + none))
        byJail(
            "bangui_bans_not_enforced", "Bans that an action of fail2ban failed to enforce.",
            labels.sums(stored.notEnforced + none))
        counter(
            "bangui_events_total", "What happened, by jail and kind, from the first event that is known.",
            labels.events(stored.events).map { .init($0.count, ("jail", $0.jail), ("kind", $0.kind.rawValue)) })
    }

    private mutating func byJail(_ name: String, _ help: String, _ counts: [(jail: String, count: Int)]) {
        gauge(name, help, counts.map { .init($0.count, ("jail", $0.jail)) })
    }

    /// Jails that do not do their work.
    fileprivate mutating func write(_ health: JailHealth?) {
        gauge(
            "bangui_jails_dead", "Jails that run and guard nothing; absent before they were looked at.",
            health.map { Double($0.dead.count) })
        let statuses: [DoctorFinding.Status] = [.failure, .warning, .note]
        gauge(
            "bangui_jail_findings", "What keeps jails from their work, by how grave it is.",
            statuses.map { status in
                .init(health?.findings.count { $0.status == status } ?? 0, ("status", status.rawValue))
            })
    }

    /// How far the intake of events has come.
    fileprivate mutating func write(_ history: EventHistory, _ status: DaemonStatus) {
        let progress = history.progress
        gauge(
            "bangui_log_lag_seconds",
            "How long ago all of fail2ban's log was read; a second or two is usual. Absent where another server reads it.",
            history.lag?.seconds)
        gauge(
            "bangui_log_unread_bytes", "Bytes of fail2ban's log that are still to be read.",
            progress.remaining.map(Double.init))
        gauge(
            "bangui_log_gaps", "Parts of fail2ban's log that were gone before they were read.",
            Double(progress.vanished))
        gauge(
            "bangui_intake_trouble", "Whether events cannot be taken in just now; the doctor says why.",
            progress.trouble == nil ? 0 : 1)
        gauge(
            "bangui_blind_spots", "What cannot be seen on this host, as the events page names it.",
            status.blindSpots.map { Double($0.count) })
    }

    /// What people and programs did.
    fileprivate mutating func write(_ console: ConsoleServices) {
        counter(
            "bangui_operations_total", "Parts of operations through this server, such as one address in one jail.",
            console.guarding.bans.tally.counts.sorted {
                ($0.key.kind.rawValue, $0.key.result) < ($1.key.kind.rawValue, $1.key.result)
            }
            .map { .init($0.value, ("kind", $0.key.kind.rawValue), ("result", $0.key.result)) })
        let signIns = console.signIn.tally.counts
        counter(
            "bangui_sign_ins_total", "Tries to sign in at this server.",
            SignInResult.allCases.map { .init(signIns[$0] ?? 0, ("result", $0.rawValue)) })
    }

    fileprivate mutating func write(_ times: DatabaseTimes) {
        let figures = DatabaseTimes.Kind.allCases.map { ($0.rawValue, times.figures($0)) }
        histogram(
            "bangui_database_seconds", "How long transactions took, waiting for a connection included.",
            figures.map { (("kind", $0.0), $0.1.times) })
        gauge(
            "bangui_database_transactions", "Transactions that are under way or wait for a connection.",
            figures.map { .init($0.1.open, ("kind", $0.0)) })
    }

    fileprivate mutating func write(_ requests: RequestTally) {
        counter(
            "bangui_http_requests_total", "Requests by route, method and class of status.",
            requests.requests.sorted {
                ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
            }
            .map {
                .init(
                    $0.value, ("route", $0.key.route), ("method", $0.key.method), ("status", "\($0.key.status)xx"))
            })
        histogram(
            "bangui_http_request_duration_seconds", "How long a route took until its answer began.",
            requests.times.sorted { $0.key < $1.key }.map { (("route", $0.key), $0.value) })
    }

    /// What is done about a fail2ban that died, and whether the server's own loops come round.
    fileprivate mutating func write(_ recovery: RecoveryReport?, _ guarding: Guarding) {
        counter(
            "bangui_recovery_starts_total", "Starts of fail2ban through this server, by whom and with what result.",
            RecoveryStart.all.map {
                .init(guarding.recovery.tally.counts[$0] ?? 0, ("by", $0.by), ("result", $0.result))
            })
        gauge(
            "bangui_recovery_blocked", "Whether fail2ban died so often that it is not started any more.",
            recovery.map { $0.blockedSince == nil ? 0 : 1 })
        gauge(
            "bangui_loop_stalled", "Whether a loop of the server stands still or has ended.",
            guarding.loops.readings.map { .init($0.state == .running ? 0 : 1, ("loop", $0.loop.name)) })
    }

    /// The process, by the names that all exporters use.
    fileprivate mutating func write(_ process: ProcessReading) {
        counter("process_cpu_seconds_total", "Seconds of processors.", [.init(process.processorSeconds)])
        gauge("process_resident_memory_bytes", "Memory.", Double(process.residentBytes))
        gauge("process_virtual_memory_bytes", "Addresses.", Double(process.virtualBytes))
        gauge("process_threads", "Threads.", Double(process.threads))
        gauge("process_open_fds", "Files that are open.", Double(process.descriptors))
        gauge("process_max_fds", "Files that may be open.", Double(process.mostDescriptors))
        gauge("process_start_time_seconds", "When it started, in seconds of the epoch.", process.startedAt)
    }
}
