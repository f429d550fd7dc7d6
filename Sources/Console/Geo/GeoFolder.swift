/// A piece of geo data that can be fetched, by its stable name.
public enum GeoPiece: String, CaseIterable, Hashable, Sendable {
    /// Countries of DB-IP, the free edition.
    case countries = "dbip-country"
    /// Networks of DB-IP, the free edition.
    case networks = "dbip-asn"
    /// Networks of IPtoASN, and the countries in which they are registered.
    case table = "iptoasn"

    /// What it is written in.
    var kind: GeoSource.Kind { self == .table ? .networkTable : .maxMind }

    /// Its file in the folder.
    var file: String { self == .table ? "iptoasn.tsv" : rawValue + ".mmdb" }
}

/// The folder of the data directory for geo data that was fetched.
struct GeoFolder: Hashable, Sendable {
    let path: String

    /// The folder of a data directory; it need not be there.
    init(_ directory: DataDirectory) { path = directory.file("geo") }

    /// Where a piece lies.
    func path(of piece: GeoPiece) -> String { file(piece.file) }

    /// A file of the folder.
    func file(_ name: String) -> String { path + "/" + name }

    /// Makes the folder where it is missing.
    func prepare() throws(DataDirectoryError) { try DataDirectory(path: path).prepare() }
}
