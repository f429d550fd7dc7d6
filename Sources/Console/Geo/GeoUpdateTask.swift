internal import Geo

extension BackgroundTask {
    /// Fetches geo data anew once a month, where someone agreed to it with `bangui geo update`.
    public static func geoUpdate(
        _ update: GeoUpdate, desk: GeoDesk, now: @escaping @Sendable () -> Int64
    ) -> BackgroundTask {
        BackgroundTask(
            .geoUpdate,
            look: { moment in
                GeoRecord.read(update.folder).due(update.origins, at: moment.now).isEmpty ? .nothing : .work
            },
            run: { context in
                var record = GeoRecord.read(update.folder)
                guard record.consent != nil else {
                    guard context.isAsked else { return .nothing }
                    throw TaskFault("Nobody has agreed to fetching geo data yet: bangui geo update asks.")
                }
                let pieces = context.isAsked ? record.agreed : record.due(update.origins, at: now())
                guard !pieces.isEmpty else { return .nothing }
                record.triedAt = now()
                try record.write(update.folder)
                let outcomes = try await update.run(pieces) { piece, bytes in
                    context.progress("Fetching \(piece.rawValue): \(DoctorWords.bytes(Int64(bytes))) so far.")
                }
                await desk.look()
                let faults = outcomes.compactMap { piece, outcome in
                    if case .failed(let words) = outcome { "\(piece.rawValue): \(words)" } else { nil }
                }
                guard faults.isEmpty else { throw TaskFault(faults.joined(separator: " ")) }
                let fetched = outcomes.filter { $0.outcome != .unchanged }.map(\.piece.rawValue)
                return .done(
                    fetched.isEmpty
                        ? "Nothing new was there." : "Fetched \(fetched.joined(separator: ", ")).")
            })
    }
}

extension GeoRecord {
    /// Between two tries of the task.
    static let between: Int64 = 20 * 3600
    /// What has no month in its address is fetched anew after so long.
    static let age: Int64 = 30 * 86_400
    /// Not all consoles of the world ask on the first of a month.
    private static let spread: Int64 = 3 * 86_400

    /// What is to be fetched at a moment in UTC epoch seconds.
    func due(_ origins: GeoOrigins, at now: Int64) -> [GeoPiece] {
        guard let consent, now - (triedAt ?? 0) >= Self.between || now < triedAt ?? 0 else { return [] }
        return agreed.filter { piece in
            guard let held = held[piece.rawValue] else { return true }
            guard origins.template(of: piece).contains(GeoOrigins.month) else {
                return now - held.at >= Self.age || !origins.addresses(of: piece, at: now).contains(held.url)
            }
            let moments = [now, now - abs(consent.at % Self.spread)]
            return !moments.contains { origins.addresses(of: piece, at: $0).first == held.url }
        }
    }
}
