public import Geo
public import Logging
public import ServiceLifecycle
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Where addresses are, as this machine's files tell, for everyone to ask at once.
///
/// The files are loaded in the background, and again when others are put in their place. One that cannot be used keeps the last
/// good one in its place.
public final class GeoDesk: Service, Sendable {
    private struct State {
        var atlas = GeoAtlas()
        var report = GeoReport()
        var held: [GeoCandidate: Held] = [:]
        /// How often the sources became others.
        var changes: Int64 = 0
    }

    private struct Held {
        var stamps: [GeoStamp]?
        var layer: (any GeoLayer)?
        var source: GeoSource
    }

    /// Between two looks whether a file has changed.
    static let interval: Duration = .seconds(20)
    /// The start of the server comes first.
    static let patience: Duration = .milliseconds(250)

    /// Knows nothing, and looks for nothing.
    public static let none = GeoDesk(.nowhere, copies: nil, now: { 0 }, logger: Logger(label: "geo"))

    /// What a service on the network told.
    let online: GeoOnline
    private let search: GeoSearch
    private let loading: GeoLoading
    private let now: @Sendable () -> Int64
    private let logger: Logger
    private let pulse: Pulse?
    private let state = Mutex(State())
    private let turn = Mutex(())

    /// The desk of a running server.
    public convenience init(
        _ configuration: Configuration, pulse: Pulse, now: @escaping @Sendable () -> Int64, logger: Logger
    ) {
        self.init(
            GeoSearch(configuration), copies: GeoFolder(configuration.dataDirectory),
            online: GeoOnline(configuration.geoOnline, now: now), pulse: pulse, now: now, logger: logger)
    }

    /// The desk of a command, which looks once (`lookNow`) and writes nothing.
    public convenience init(_ configuration: Configuration, now: @escaping @Sendable () -> Int64, logger: Logger) {
        self.init(
            GeoSearch(configuration), copies: nil, online: GeoOnline(configuration.geoOnline, now: now), now: now,
            logger: logger)
    }

    init(
        _ search: GeoSearch, copies: GeoFolder?, online: GeoOnline = .none, pulse: Pulse? = nil,
        now: @escaping @Sendable () -> Int64, logger: Logger
    ) {
        self.online = online
        self.search = search
        loading = GeoLoading(copies: copies)
        self.pulse = pulse
        self.now = now
        self.logger = logger
    }

    /// What there is to ask now; it waits for nothing.
    public var atlas: GeoAtlas { state.withLock { $0.atlas } }

    /// How the sources stand.
    public var report: GeoReport {
        var report = state.withLock { $0.report }
        if let source = online.source { report.sources.append(source) }
        return report
    }

    /// How often the files' sources became others.
    var changes: Int64 { state.withLock { $0.changes } }

    /// Looks again and again until the task is cancelled or the service group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            try? await Task.sleep(for: Self.patience)
            while !Task.isCancelled {
                await self.look()
                LoopBoard.beat()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Looks once, on a thread that may wait for a disk.
    public func look() async {
        await Task(executorPreference: DoctorThreads.shared) { self.lookNow() }.value
    }

    /// Looks once, on the calling thread.
    public func lookNow() {
        turn.withLock { _ in
            let before = state.withLock { $0.held }
            var held: [GeoCandidate: Held] = [:]
            var known: Set<GeoSubject> = []
            let candidates = search.candidates()
            for candidate in candidates {
                let entry = look(at: candidate, before[candidate], known)
                if entry.layer != nil { known.formUnion(entry.source.subjects) }
                if entry.source != before[candidate]?.source { tell(entry.source) }
                held[candidate] = entry
            }
            let isNews = search.fetched.map { online.note(GeoRecord.read($0)) } ?? false
            settle(candidates.compactMap { held[$0] }, held, isNews)
        }
    }

    private func settle(_ entries: [Held], _ held: [GeoCandidate: Held], _ isNews: Bool) {
        let moment = now()
        let isOther = state.withLock { state in
            let isOther = state.report.sources != entries.map(\.source)
            state.held = held
            state.atlas = GeoAtlas(layers: entries.filter { !$0.source.subjects.isEmpty }.compactMap(\.layer))
            state.report.sources = entries.map(\.source)
            state.report.lookedAt = moment
            if isOther { state.changes += 1 }
            return isOther
        }
        if isOther { ProcessMemory.giveBack() }
        if isOther || isNews { pulse?.beat() }
    }

    private func look(at candidate: GeoCandidate, _ before: Held?, _ known: Set<GeoSubject>) -> Held {
        var entry = before ?? Held(source: GeoSource(candidate))
        if let subjects = candidate.subjects, subjects.isSubset(of: known) {
            var source = GeoSource(candidate)
            source.bytes = candidate.paths.compactMap { GeoStamp($0)?.size }.reduce(0, +)
            return Held(source: source)
        }
        let stamps = candidate.paths.compactMap { GeoStamp($0) }
        if let old = entry.stamps, old == stamps { return entry }
        entry.source.bytes = stamps.map(\.size).reduce(0, +)
        do {
            let loaded = try loading.load(candidate)
            entry.stamps = stamps
            entry.layer = loaded.layer
            entry.source.note(loaded, at: now())
        } catch {
            // What could not be read may be readable in a moment though the file is the same.
            if case GeoDataError.unreadable = error { entry.stamps = nil } else { entry.stamps = stamps }
            entry.source.fault = GeoFault(error, of: candidate)
            entry.source.state = entry.layer == nil ? .refused : .kept
        }
        return entry
    }

    private func tell(_ source: GeoSource) {
        let metadata: Logger.Metadata = [
            "source": "\(source.name)", "path": "\(source.paths.joined(separator: ", "))",
            "state": "\(source.state.rawValue)",
        ]
        if let fault = source.fault {
            logger.warning("geo data cannot be used: \(fault.reason)", metadata: metadata)
        } else if source.isAsked {
            logger.info("geo data is loaded", metadata: metadata)
        }
    }
}

extension GeoSource {
    /// One that was not loaded.
    init(_ candidate: GeoCandidate) {
        self.init(origin: candidate.origin, kind: candidate.kind, paths: candidate.paths, state: .unneeded)
        switch candidate.kind {
        case .torTables: name = TorTables().name
        case .networkTable: name = NetworkTable.name
        default: break
        }
        subjects = candidate.subjects ?? []
    }

    fileprivate mutating func note(_ loaded: GeoLoading.Loaded, at moment: Int64) {
        name = loaded.layer.name
        builtAt = loaded.layer.builtAt
        subjects = loaded.subjects
        loadedAt = moment
        fault = nil
        state = .loaded
        guard subjects.isEmpty else { return }
        state = .refused
        fault = GeoFault(
            reason: "It tells neither countries nor networks.",
            remedy: "Leave it out, or name those to be asked in geo_files.")
    }
}

extension GeoFault {
    init(_ error: any Error, of candidate: GeoCandidate) {
        reason = (error as? GeoDataError)?.description ?? "\(error)"
        if case GeoDataError.unreadable(let words) = error, words == systemMessage(EACCES), candidate.origin != .fetched
        {
            remedy = "Let the user of BanGUI read it: chmod o+r, and o+x for the folders above."
            return
        }
        remedy =
            switch candidate.origin {
            case .named, .found: "Put a whole file in its place, by a rename."
            case .fetched, .online: "Fetch it again: bangui geo update"
            case .debian: "Install the package anew: apt-get install --reinstall tor-geoipdb"
            }
    }
}
