internal import Geo
public import Outbound

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Fetches geo data into the data directory: written aside, checked by asking it, put in place of the old by a rename.
public struct GeoUpdate: Sendable {
    /// What came of a piece.
    public enum Outcome: Hashable, Sendable {
        /// Another file is in place: when its data was made, and its bytes.
        case fetched(builtAt: Int64?, bytes: Int64)
        /// What is held is what is there.
        case unchanged
        /// It was not fetched, and what is held stays.
        case failed(String)
    }

    /// Why nothing was begun.
    public enum Fault: Error, Hashable, Sendable {
        /// Another program fetches already.
        case busy
        /// The folder cannot be used, in words.
        case folder(String)
    }

    /// The bounds of a piece.
    static let limits: OutboundLimits = {
        var limits = OutboundLimits()
        limits.total = .seconds(600)
        limits.slowest = 1024
        limits.stall = .seconds(30)
        limits.wire = 256 << 20
        limits.unpacked = 256 << 20
        return limits
    }()
    /// Of some hundred addresses all over the internet, as many as sound data knows at least.
    static let reach = 100

    let outbound: Outbound
    let folder: GeoFolder
    let origins: GeoOrigins
    let now: @Sendable () -> Int64

    /// Fetches into a data directory.
    public init(
        outbound: Outbound, directory: DataDirectory, origins: GeoOrigins, now: @escaping @Sendable () -> Int64
    ) {
        self.outbound = outbound
        folder = GeoFolder(directory)
        self.origins = origins
        self.now = now
    }

    /// Notes that someone agreed that these are fetched, now and every month.
    public func agree(to pieces: [GeoPiece], by name: String) throws {
        try locked {
            var record = GeoRecord.read(folder)
            record.consent = .init(pieces: pieces.map(\.rawValue), at: now(), by: name)
            try record.write(folder)
        }
    }

    /// Notes that someone agreed that the running server asks a service.
    public func agree(toAsk service: GeoService, by name: String) throws {
        try locked {
            var record = GeoRecord.read(folder)
            record.online = .init(pieces: [service.rawValue], at: now(), by: name)
            try record.write(folder)
        }
    }

    /// Forgets that someone agreed to ask a service; gives whether anyone had.
    public func withdraw() throws -> Bool {
        try locked {
            var record = GeoRecord.read(folder)
            guard record.online != nil else { return false }
            record.online = nil
            try record.write(folder)
            return true
        }
    }

    /// Forgets that someone agreed to anything, and removes what was fetched; gives the pieces that were there.
    public func remove() throws -> [GeoPiece] {
        try locked {
            let held = GeoPiece.allCases.filter { GeoStamp(folder.path(of: $0)) != nil }
            try PrivateFile.remove(folder.file(GeoRecord.file))
            for piece in GeoPiece.allCases { try PrivateFile.remove(folder.path(of: piece)) }
            return held
        }
    }

    /// Fetches pieces one after the other.
    ///
    /// - Parameter progress: told of the piece that is fetched and how many bytes have come.
    /// - Throws: `Fault`.
    public func run(
        _ pieces: [GeoPiece], progress: @escaping @Sendable (GeoPiece, Int) -> Void = { _, _ in }
    ) async throws -> [(piece: GeoPiece, outcome: Outcome)] {
        let lock = try hold()
        defer { close(lock) }
        var outcomes: [(piece: GeoPiece, outcome: Outcome)] = []
        for piece in pieces {
            let outcome = await fetch(piece) { progress(piece, $0) }
            outcomes.append((piece, outcome))
        }
        return outcomes
    }

    private func fetch(_ piece: GeoPiece, _ progress: @escaping @Sendable (Int) -> Void) async -> Outcome {
        var first: OutboundFailure?
        for address in origins.addresses(of: piece, at: now()) {
            do {
                return try await fetch(piece, from: address, progress)
            } catch let failure as OutboundFailure {
                // A month whose data is not there yet: that of the month before does.
                if first == nil { first = failure }
                guard case .status(404, _) = failure.cause else { return .failed("\(failure)") }
            } catch {
                return .failed("\(error)")
            }
        }
        return .failed(first.map { "\($0)" } ?? "There is no address.")
    }

    private func fetch(
        _ piece: GeoPiece, from address: String, _ progress: @escaping @Sendable (Int) -> Void
    ) async throws -> Outcome {
        let path = folder.path(of: piece)
        let known = GeoRecord.read(folder).held[piece.rawValue].flatMap { held in
            held.url == address && GeoStamp(path) != nil ? held : nil
        }
        let aside = path + ".new"
        unlink(aside)
        let file = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw GeoDataError.unreadable("\(aside): \(systemMessage(errno))") }
        defer {
            close(file)
            unlink(aside)
        }
        let sink = UnpackingSink(FileSink(file), limit: Self.limits.unpacked, tell: progress)
        let answer = try await outbound.send(
            OutboundRequest(.get, address, limits: Self.limits, tag: known?.tag, since: known?.since), into: sink)
        let held = GeoRecord.Held(
            url: address, tag: answer.fields["etag"] ?? (answer.isUnchanged ? known?.tag : nil),
            since: answer.fields["last-modified"] ?? (answer.isUnchanged ? known?.since : nil), at: now())
        guard !answer.isUnchanged else {
            guard known != nil else { throw GeoDataError.unreadable("the server says that nothing is new") }
            try note(held, of: piece)
            return .unchanged
        }
        guard sink.isWhole else { throw UnpackingSink.Fault.damaged }
        // Of a table that does not tell when it was made its file does.
        if let moment = answer.fields["last-modified"].flatMap(HTTPDate.moment) {
            var times = [timespec(tv_sec: Int(moment), tv_nsec: 0), timespec(tv_sec: Int(moment), tv_nsec: 0)]
            futimens(file, &times)
        }
        guard fsync(file) == 0 else { throw GeoDataError.unreadable("\(aside): \(systemMessage(errno))") }
        let layer = try await checked(piece, aside)
        try PrivateFile.rename(aside, to: path)
        try note(held, of: piece)
        return .fetched(builtAt: layer.builtAt, bytes: Int64(sink.count))
    }

    /// Opens what came and asks it, on a thread that may take its time.
    private func checked(_ piece: GeoPiece, _ path: String) async throws -> any GeoLayer {
        let loading = GeoLoading(copies: nil)
        let candidate = GeoCandidate(.fetched, piece.kind, [path])
        return try await Task(executorPreference: DoctorThreads.shared) {
            let loaded = try loading.load(candidate)
            let reach = loaded.layer.reach()
            guard loaded.subjects.contains(piece.subject), reach >= Self.reach else { throw GeoDataError.empty(reach) }
            return loaded.layer
        }.value
    }

    private func note(_ held: GeoRecord.Held, of piece: GeoPiece) throws {
        var record = GeoRecord.read(folder)
        record.held[piece.rawValue] = held
        try record.write(folder)
    }

    /// Holds the lock of the folder until what it gives is closed.
    private func hold() throws -> Int32 {
        do {
            try folder.prepare()
        } catch {
            throw Fault.folder("\(error)")
        }
        let path = folder.file("lock")
        let file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Fault.folder("\(path): \(systemMessage(errno))") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw Fault.busy
        }
        return file
    }

    private func locked<Result>(_ body: () throws -> Result) throws -> Result {
        let lock = try hold()
        defer { close(lock) }
        return try body()
    }
}

extension GeoUpdate.Fault: CustomStringConvertible {
    /// In words, with what to do.
    public var description: String {
        switch self {
        case .busy: "Geo data is being fetched already; try again in a minute."
        case .folder(let words): words
        }
    }
}
