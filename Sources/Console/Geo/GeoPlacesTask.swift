internal import Geo
internal import Storage

extension BackgroundTask {
    /// Gives events an origin that were stored while there was no geo data, the newest first, a few at a time. What has one keeps it.
    /// Once files were loaded or replaced it does not wait for its time, so that events of the first moments after a start get theirs.
    static func geoPlaces(_ walk: GeoWalk) -> BackgroundTask {
        BackgroundTask(
            .geoPlaces, look: { _ in try await walk.isNeeded() ? .work : .nothing },
            isCalledFor: {
                guard walk.hasOtherFiles else { return false }
                return try await walk.isNeeded()
            },
            run: { context in
                let filled = try await walk.run {
                    context.mayGoOn
                } progress: {
                    context.progress("Found it for \($0) events so far.")
                }
                guard filled.count > 0 else { return filled.isWhole ? .nothing : .unfinished(nil) }
                let words = "Found where the addresses of \(filled.count) events are."
                return filled.isWhole ? .done(words) : .unfinished(words)
            })
    }
}
