internal import Fail2ban
internal import Geo
internal import Storage
internal import Synchronization

/// What `GeoAsking` takes out and brings back.
extension GeoOnline {
    /// What the database has not taken yet.
    struct Unsaved {
        var answers: [GeoCacheEntry] = []
        /// When addresses were seen again.
        var seen: [IPAddress: Int64] = [:]
    }

    /// Sights that are written at once, and how long fewer of them wait.
    static let sights = (together: 500, wait: Int64(600))

    /// Whether there is something to do for which the service is not asked.
    var hasErrands: Bool {
        let moment = now()
        return state.withLock { state in
            !state.wanted.isEmpty || !state.unsaved.isEmpty || Self.isTime(toWrite: state, moment)
        }
    }

    /// Whether the service is to be asked about something.
    var hasQuestions: Bool { state.withLock { !$0.due.isEmpty } }

    private static func isTime(toWrite state: State, _ moment: Int64) -> Bool {
        state.seen.count >= sights.together
            || state.seenSince.map { moment - $0 >= sights.wait || moment < $0 } ?? false
    }

    /// Remembers what the database has, the latest first.
    func load(_ entries: [GeoCacheEntry]) {
        state.withLock { state in
            for entry in entries.reversed() {
                guard entry.source == service.rawValue, let key = IPAddress(sortable: entry.address),
                    state.memory.peek(key) == nil
                else { continue }
                state.memory.keep(key, GeoMemory.Entry(entry))
            }
            state.learned += 1
        }
    }

    /// Takes what is to be looked for in the database.
    func takeWanted() -> [IPAddress] {
        state.withLock { state in
            defer { state.wanted = [] }
            return state.wanted
        }
    }

    /// Brings back what could not be looked for.
    func bringBack(wanted: [IPAddress]) { state.withLock { $0.wanted = wanted + $0.wanted } }

    /// Takes in what the database has of some; the service is to be asked about the others.
    func settle(_ wanted: [IPAddress], _ entries: [GeoCacheEntry]) {
        let moment = now()
        let found = Dictionary(
            entries.filter { $0.source == service.rawValue }.compactMap { entry in
                IPAddress(sortable: entry.address).map { ($0, GeoMemory.Entry(entry)) }
            }, uniquingKeysWith: { one, _ in one })
        state.withLock { state in
            for key in wanted {
                if let entry = found[key] { state.memory.keep(key, entry) }
                if let entry = found[key], entry.isCurrent(moment) {
                    state.queued.remove(key)
                    state.learned += 1
                } else {
                    state.due.append(key)
                }
            }
        }
    }

    /// Takes addresses about which the service is asked now.
    func takeDue(_ limit: Int) -> [IPAddress] {
        state.withLock { state in
            let taken = Array(state.due.prefix(limit))
            state.due.removeFirst(taken.count)
            return taken
        }
    }

    /// Brings back those about which it could not be asked, behind the others.
    func bringBack(due: [IPAddress]) { state.withLock { $0.due += due } }

    /// Takes in what the service told.
    func learn(_ places: [(IPAddress, GeoPlace)]) {
        let moment = now()
        state.withLock { state in
            for (key, place) in places {
                let entry = GeoMemory.Entry(place: place, lookedUpAt: moment, lastSeen: moment)
                state.memory.keep(key, entry)
                state.queued.remove(key)
                state.seen[key] = nil
                state.unsaved.append(entry.stored(key, from: service))
            }
            state.learned += 1
            state.fault = nil
        }
    }

    /// Takes what the database is to have; sights where there are many, or one waits for long.
    func takeUnsaved() -> Unsaved {
        let moment = now()
        return state.withLock { state in
            var unsaved = Unsaved(answers: state.unsaved)
            state.unsaved = []
            guard Self.isTime(toWrite: state, moment) else { return unsaved }
            unsaved.seen = state.seen
            (state.seen, state.seenSince) = ([:], nil)
            return unsaved
        }
    }

    /// Brings back what the database did not take: answers, as many as there is room for. Who is seen again is seen another time.
    func bringBack(_ unsaved: Unsaved) {
        state.withLock { $0.unsaved = Array((unsaved.answers + $0.unsaved).suffix(Self.unsavedMost)) }
    }
}
