internal import Fail2ban
internal import Geo
internal import Outbound
internal import Storage
internal import Synchronization

/// What a service on the network told of addresses, for everyone to ask at once, and which it is to be asked about. Nothing here waits:
/// `GeoAsking` reads and writes the database and asks the service, in the background.
public final class GeoOnline: Sendable {
    /// Why someone wants to know.
    enum Purpose {
        /// An event of the address came.
        case capture
        /// An event that came before has no origin.
        case filling
        /// To show it: the service is not asked for that.
        case show
    }

    /// What is known of an address.
    enum Finding: Hashable {
        /// Where it is, and the month in which that was asked (UTC epoch seconds of its beginning); the service may know nothing.
        case place(GeoPlace, askedIn: Int64)
        /// Nothing yet: it is looked up, or will be.
        case waiting
    }

    struct State {
        var consent: GeoRecord.Consent?
        var memory = GeoMemory(capacity: GeoOnline.capacity)
        /// What is to be looked for in the database, then what the service is to be asked about, both in order.
        var wanted: [IPAddress] = []
        var due: [IPAddress] = []
        /// All of both, and what is being looked up.
        var queued: Set<IPAddress> = []
        /// When addresses were seen again that the database does not know of yet, and since when there are some.
        var seen: [IPAddress: Int64] = [:]
        var seenSince: Int64?
        /// Answers that the database has not taken yet.
        var unsaved: [GeoCacheEntry] = []
        /// How often something was learned.
        var learned: Int64 = 0
        var fault: GeoFault?
    }

    /// Addresses that are remembered: some 4 MB.
    static let capacity = 20_000
    /// Addresses that wait at most. Those of older events leave half of the room to new ones.
    static let room = (capture: 2000, filling: 1000)
    /// Answers and sights that wait for the database at most.
    static let unsavedMost = 5000

    /// Asks nobody.
    static let none = GeoOnline(.none, now: { 0 })

    /// The service that the settings name.
    public let service: GeoService
    let now: @Sendable () -> Int64
    let state = Mutex(State())

    init(_ service: GeoService, now: @escaping @Sendable () -> Int64) {
        self.service = service
        self.now = now
    }

    /// Whether the service is asked: it is named, and someone agreed to it.
    public var isOn: Bool { service != .none && state.withLock { $0.consent != nil } }

    /// How often something was learned.
    var learned: Int64 { state.withLock { $0.learned } }

    /// Whether addresses of older events find a place in the queue.
    var hasRoom: Bool { state.withLock { $0.queued.count < Self.room.filling } }

    /// What an address is asked about by: it itself, and of IPv6 the beginning of its /64, which one household or server has.
    /// Nil for one that is not of the internet, and about which nobody is asked.
    static func key(_ address: IPAddress) -> IPAddress? {
        guard internet.verdicts([AnsweredAddress(address)]).allSatisfy(\.isAllowed) else { return nil }
        guard address.family == .v6 else { return address }
        return IPAddress(sortable: Array(address.sortable.prefix(8)) + [UInt8](repeating: 0, count: 8))
    }

    private static let internet = DialRules(allowed: []) { [] }

    /// What is known of an address of the internet, by its key; what is not known is put into the queue where the purpose is no
    /// mere look and there is room.
    func find(_ key: IPAddress, for purpose: Purpose) -> Finding {
        let moment = now()
        return state.withLock { state in
            guard purpose != .show else { return state.memory.peek(key).map(Self.finding) ?? .waiting }
            let entry = state.memory.find(key)
            if let entry, purpose == .capture, moment - entry.lastSeen >= EventRetention.day {
                state.note(key, entry, seenAt: moment)
            }
            if entry?.isCurrent(moment) != true {
                state.want(key, room: purpose == .capture ? Self.room.capture : Self.room.filling)
            }
            // An old answer tells more than none; that nothing is known is asked anew.
            guard let entry, entry.isCurrent(moment) || !entry.isNegative else { return .waiting }
            return Self.finding(entry)
        }
    }

    private static func finding(_ entry: GeoMemory.Entry) -> Finding {
        .place(entry.place, askedIn: entry.askedIn)
    }

    /// Takes note of what the data directory's record says; gives whether that is news.
    func note(_ record: GeoRecord) -> Bool {
        let consent = record.online.flatMap { $0.pieces.contains(service.rawValue) ? $0 : nil }
        return state.withLock { state in
            guard state.consent != consent else { return false }
            state.consent = consent
            // What waits for the service may be told by files alone, or has to wait no more.
            state.learned += 1
            return true
        }
    }

    /// Takes note of what is wrong with the service; nil for nothing.
    func note(fault: GeoFault?) { state.withLock { $0.fault = fault } }

    /// How the service stands; nil where none is named.
    var source: GeoSource? {
        guard service != .none else { return nil }
        let (consent, fault) = state.withLock { ($0.consent, $0.fault) }
        var source = GeoSource(origin: .online, kind: .service, paths: [IPAPI().origin], state: .loaded)
        source.name = service.rawValue
        source.subjects = [.country, .network]
        if consent == nil {
            source.state = .refused
            source.fault = GeoFault(
                reason: "geo_online names \(service.rawValue), and nobody has agreed yet to send addresses there.",
                remedy: "bangui geo online tells what is sent to whom, and asks; or set geo_online to none.")
        } else if let fault {
            source.state = .kept
            source.fault = fault
        }
        return source
    }
}

extension GeoOnline.State {
    /// An address was seen again.
    fileprivate mutating func note(_ key: IPAddress, _ entry: GeoMemory.Entry, seenAt moment: Int64) {
        guard seen.count < GeoOnline.unsavedMost else { return }
        seen[key] = moment
        if seenSince == nil { seenSince = moment }
        var entry = entry
        entry.lastSeen = moment
        memory.keep(key, entry)
    }

    /// Puts an address into the queue where there is room.
    fileprivate mutating func want(_ key: IPAddress, room: Int) {
        guard queued.count < room, queued.insert(key).inserted else { return }
        wanted.append(key)
    }
}
