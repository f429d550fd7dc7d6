internal import FoundationEssentials

/// What is on record beside fetched geo data: who agreed to fetch what or to ask whom, and what is held.
public struct GeoRecord: Codable, Hashable, Sendable {
    /// That someone agreed.
    public struct Consent: Codable, Hashable, Sendable {
        /// What may be fetched, or whom to ask.
        public var pieces: [String]
        /// When (UTC epoch seconds).
        public var at: Int64
        /// Who, by name.
        public var by: String
    }

    /// What is held of a piece.
    struct Held: Codable, Hashable, Sendable {
        var url: String
        var tag: String?
        var since: String?
        /// When it was fetched or found unchanged, UTC epoch seconds as all times here.
        var at: Int64
    }

    /// Nil where nobody agreed.
    public internal(set) var consent: Consent?
    /// That a service on the network may be asked, by its name; nil where nobody agreed to that.
    public internal(set) var online: Consent?
    var held: [String: Held] = [:]
    /// When the task last tried.
    var triedAt: Int64?

    /// What may be fetched.
    public var agreed: [GeoPiece] { (consent?.pieces ?? []).compactMap { GeoPiece(rawValue: $0) } }

    init() {}

    /// The record of a data directory; an empty one where there is none that can be read.
    public static func of(_ directory: DataDirectory) -> GeoRecord { read(GeoFolder(directory)) }

    static let file = "fetched.json"

    static func read(_ folder: GeoFolder) -> GeoRecord {
        guard let bytes = try? PrivateFile.read(folder.file(file))?.bytes else { return GeoRecord() }
        return (try? JSONDecoder().decode(GeoRecord.self, from: Data(bytes))) ?? GeoRecord()
    }

    func write(_ folder: GeoFolder) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try PrivateFile.write(Array(try encoder.encode(self)), to: folder.file(Self.file))
    }
}
