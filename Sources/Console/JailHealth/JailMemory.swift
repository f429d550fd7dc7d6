import Fail2ban
import Host

/// What one look at the jails has to know of those before it.
struct JailMemory: Sendable {
    /// A file that a jail watches.
    struct File: Sendable {
        var inode: UInt64
        /// Since when it is not there, in UTC epoch seconds; nil while it is.
        var missingSince: Int64?
        /// Its size at the look from which the daemon's reading is judged, and when that was.
        var mark: (size: Int64, at: Int64)
        /// When it was seen to have grown so late after that look that the daemon must have written down where it is.
        var proof: Int64?
        /// By how many quarters of an hour its last line was off, and when that was written.
        var drift: (quarters: Int64, modifiedAt: Int64)?
        /// The same, once two lines of different times said it.
        var provenDrift: Int64?
        /// Up to where lines of failures were counted.
        var countedTo: Int64
        /// Lines of failures since the filter last counted one.
        var missed = 0
    }

    /// Seconds from one growth to another after which the daemon writes down where it is: it does so at most every ten.
    static let betweenNotes: Int64 = 12
    /// Seconds that it is given for it.
    static let grace: Int64 = 15
    /// Seconds by which a time may be off that is meant to be the same.
    static let fuzz: Int64 = 90

    private(set) var files: [JailName: [String: File]] = [:]
    private var found: [JailName: Int] = [:]

    func file(_ path: String, of jail: JailName) -> File? { files[jail]?[path] }

    /// Takes in one look.
    mutating func note(_ scene: JailScene) {
        for jail in scene.jails {
            guard let sight = jail.sight else { continue }
            let before = files[jail.name] ?? [:]
            let last = found[jail.name]
            // A jail that started anew counts from nothing.
            let isNew = last.map { jail.counters.totalFailed < $0 } ?? true
            let hasFound = last.map { jail.counters.totalFailed > $0 } ?? false
            found[jail.name] = jail.counters.totalFailed
            var after: [String: File] = [:]
            for file in sight.files {
                after[file.path] = Self.noted(
                    file, isNew ? nil : before[file.path], hasFound: hasFound, jail.settings, now: scene.now)
            }
            files[jail.name] = after
        }
    }

    /// Forgets jails that do not run any more.
    mutating func keep(_ running: Set<JailName>) {
        files = files.filter { running.contains($0.key) }
        found = found.filter { running.contains($0.key) }
    }

    private static func noted(
        _ file: WatchedFile, _ before: File?, hasFound: Bool, _ settings: JailSettings, now: Int64
    ) -> File {
        let fresh = File(
            inode: file.inode, mark: (file.size, now), countedTo: file.size)
        guard var memory = before else {
            var memory = fresh
            if file.state == .missing { memory.missingSince = now }
            memory.noteDrift(file)
            return memory
        }
        guard file.state == .there else {
            if file.state == .missing { memory.missingSince = memory.missingSince ?? now }
            return memory
        }
        memory.missingSince = nil
        guard memory.inode == file.inode, file.size >= memory.countedTo else {
            var memory = fresh
            // The rest of the file before it is lost to this look; what it says of the zone stays.
            (memory.drift, memory.provenDrift, memory.missed) = (
                before?.drift, before?.provenDrift, before?.missed ?? 0
            )
            return memory
        }
        memory.noteReading(file, now: now)
        memory.noteDrift(file)
        memory.noteFailures(file, hasFound: hasFound, settings)
        return memory
    }
}

extension JailMemory.File {
    /// How far the daemon has come.
    fileprivate mutating func noteReading(_ file: WatchedFile, now: Int64) {
        guard let readTo = file.readTo, readTo < mark.size else {
            (mark, proof) = ((file.size, now), nil)
            return
        }
        if proof == nil, file.size > mark.size, file.modifiedAt >= mark.at + JailMemory.betweenNotes { proof = now }
    }

    /// How far the time of the last line is from the time at which it was written.
    fileprivate mutating func noteDrift(_ file: WatchedFile) {
        guard let drift = file.drift else { return }
        guard let quarters = drift.quarters else {
            (self.drift, provenDrift) = (nil, nil)
            return
        }
        if let before = self.drift, before.quarters == quarters, before.modifiedAt < file.modifiedAt {
            provenDrift = quarters
        } else if self.drift?.quarters != quarters {
            provenDrift = nil
        }
        self.drift = (quarters, file.modifiedAt)
    }

    /// Lines of failures that the filter did not count.
    fileprivate mutating func noteFailures(_ file: WatchedFile, hasFound: Bool, _ settings: JailSettings) {
        let wanted = settings.failRegexes.reduce(UInt32(0)) { $0 | FailureWords.bits(in: $1.utf8) } & FailureWords.stems
        let lines = file.tail?.failures ?? []
        let new = lines.filter { $0.end > countedTo && $0.words & wanted != 0 }
        missed = hasFound ? 0 : missed + new.count
        countedTo = file.size
    }
}

extension WatchedFile {
    /// How far the time of the last line is from the time at which it was written, where both are known and the line does not
    /// name its zone: nil quarters where it is right, or off by something that is no zone's.
    var drift: (quarters: Int64?, seconds: Int64)? {
        guard state == .there, let tail, let newest = tail.newest, !tail.namesZone else { return nil }
        let seconds = newest - modifiedAt
        let quarters = Int64((Double(seconds) / 900).rounded())
        // No zone is nearer to another than half an hour, nor further than a day and two hours.
        let isZone = abs(quarters) >= 2 && abs(quarters) <= 104 && abs(seconds - quarters * 900) <= JailMemory.fuzz
        return (isZone ? quarters : nil, seconds)
    }
}
