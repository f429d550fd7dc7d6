public import Geo

/// One source of geo data, and how it stands.
public struct GeoSource: Hashable, Sendable {
    /// Why it is looked at, the first to be asked first.
    public enum Origin: String, CaseIterable, Hashable, Sendable {
        /// The administrator named it in `geo_files`.
        case named
        /// It lies where files of this kind are kept on this machine.
        case found
        /// `bangui geo update` fetched it.
        case fetched
        /// Debian's package tor-geoipdb brought it.
        case debian
        /// It is asked over the network, which `geo_online` switches on.
        case online
    }

    /// What it is written in.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A database of the MaxMind format.
        case maxMind = "mmdb"
        /// IPtoASN's table.
        case networkTable = "iptoasn"
        /// The tables of tor-geoipdb.
        case torTables = "tor"
        /// Answers of a service.
        case service
    }

    /// How it stands.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// It is asked.
        case loaded
        /// What is there now cannot be used; the last good one is asked.
        case kept
        /// It cannot be used.
        case refused
        /// Those before it tell all that it could, so that it is not loaded.
        case unneeded
    }

    /// Why it is looked at.
    public let origin: Origin
    /// What it is written in.
    public let kind: Kind
    /// The files, or the address of a service.
    public let paths: [String]
    /// How it stands.
    public var state: State
    /// What it calls itself; empty where that is not known.
    public var name = ""
    /// What it can tell.
    public var subjects: Set<GeoSubject> = []
    /// When its data was made (UTC epoch seconds); nil where it does not tell.
    public var builtAt: Int64?
    /// When it was loaded (UTC epoch seconds); nil where it was not.
    public var loadedAt: Int64?
    /// Bytes of its files.
    public var bytes: Int64 = 0
    /// What is wrong with what is there now.
    public var fault: GeoFault?

    /// Whose data it is, where that is known.
    public var credit: GeoCredit? { GeoCredit.of(name) }
    /// Whether it is asked.
    public var isAsked: Bool { state == .loaded || state == .kept }
}

/// What is wrong with a source of geo data.
public struct GeoFault: Hashable, Sendable {
    /// In an English sentence.
    public let reason: String
    /// What to do, in an English sentence.
    public let remedy: String
}

/// All sources of geo data at one moment, the first to be asked first.
public struct GeoReport: Hashable, Sendable {
    /// The sources.
    public var sources: [GeoSource] = []
    /// When they were last looked at (UTC epoch seconds); nil before the first look.
    public var lookedAt: Int64?

    /// Nothing was looked at.
    public init() {}

    /// What is known of an address at all.
    public var subjects: Set<GeoSubject> {
        sources.filter(\.isAsked).reduce(into: []) { $0.formUnion($1.subjects) }
    }

    /// The credits of what is asked, each once.
    public var credits: [GeoCredit] {
        sources.filter(\.isAsked).compactMap(\.credit).reduce(into: []) { credits, credit in
            if !credits.contains(credit) { credits.append(credit) }
        }
    }
}
