internal import Geo

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Where geo data may lie, in the order in which it is asked.
public struct GeoSearch: Sendable {
    /// Files that the administrator named; empty to look where such files are kept.
    var named: [String]
    /// Where such files are kept.
    var folders = ["/var/lib/GeoIP", "/usr/share/GeoIP"]
    /// What `bangui geo update` fetched; nil for nowhere.
    var fetched: GeoFolder?
    /// The tables of tor-geoipdb.
    var tables = ["/usr/share/tor/geoip", "/usr/share/tor/geoip6"]

    /// More files than these of a folder are not looked at.
    static let most = 16

    /// Looks nowhere.
    public static let nowhere = GeoSearch(named: [], folders: [], fetched: nil, tables: [])

    /// Looks where the configuration says.
    public init(_ configuration: Configuration) {
        self.init(named: configuration.geoFiles, fetched: GeoFolder(configuration.dataDirectory))
    }

    init(
        named: [String], folders: [String] = ["/var/lib/GeoIP", "/usr/share/GeoIP"], fetched: GeoFolder?,
        tables: [String] = ["/usr/share/tor/geoip", "/usr/share/tor/geoip6"]
    ) {
        self.named = named
        self.folders = folders
        self.fetched = fetched
        self.tables = tables
    }

    /// What is there now; of what was named, also what is not.
    func candidates() -> [GeoCandidate] {
        var found =
            named.isEmpty
            ? folders.flatMap { folder in
                Self.databases(in: folder).map { GeoCandidate(.found, .maxMind, [folder + "/" + $0]) }
            } : named.map { GeoCandidate(.named, .maxMind, [$0]) }
        for piece in GeoPiece.allCases {
            guard let path = fetched?.path(of: piece), GeoStamp(path) != nil else { continue }
            found.append(GeoCandidate(.fetched, piece.kind, [path]))
        }
        let tables = tables.filter { GeoStamp($0) != nil }
        if !tables.isEmpty { found.append(GeoCandidate(.debian, .torTables, tables)) }
        return found
    }

    private static func databases(in folder: String) -> [String] {
        let names = FileFacts.names(in: folder) ?? []
        return Array(names.filter { $0.lowercased().hasSuffix(".mmdb") && $0.first != "." }.sorted().prefix(most))
    }
}

/// A source that may be loaded.
struct GeoCandidate: Hashable {
    let origin: GeoSource.Origin
    let kind: GeoSource.Kind
    let paths: [String]

    init(_ origin: GeoSource.Origin, _ kind: GeoSource.Kind, _ paths: [String]) {
        self.origin = origin
        self.kind = kind
        self.paths = paths
    }

    /// What it can tell, where its kind alone says so.
    var subjects: Set<GeoSubject>? {
        switch kind {
        case .maxMind, .service: nil
        case .networkTable: [.country, .network]
        case .torTables: [.country]
        }
    }
}

/// By what a file is known to be another than it was.
struct GeoStamp: Hashable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let changed: [Int]

    /// Nil where there is no such file, or none that may be seen.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        #if canImport(Glibc)
        // A mode that was set right changes the second alone.
        let times = [status.st_mtim, status.st_ctim]
        #else
        let times = [status.st_mtimespec, status.st_ctimespec]
        #endif
        changed = times.flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
    }
}
