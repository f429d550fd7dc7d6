internal import FoundationEssentials
internal import Geo

/// From where geo data is fetched.
public struct GeoOrigins: Hashable, Sendable {
    /// Addresses in the place of the usual ones.
    let others: [GeoPiece: String]

    /// Stands in an address for the year and the month, such as `2026-11`.
    static let month = "{month}"

    /// The usual ones, and others in their place.
    public init(_ others: [GeoPiece: String] = [:]) { self.others = others }

    /// The address of a piece, as it was written.
    public func template(of piece: GeoPiece) -> String {
        if let other = others[piece] { return other }
        return switch piece {
        case .countries: "https://download.db-ip.com/free/dbip-country-lite-{month}.mmdb.gz"
        case .networks: "https://download.db-ip.com/free/dbip-asn-lite-{month}.mmdb.gz"
        case .table: "https://iptoasn.com/data/ip2asn-combined.tsv.gz"
        }
    }

    /// The addresses of a piece at a moment in UTC epoch seconds, the one to be tried first before those that may do: the data of a
    /// month comes some time after its beginning.
    func addresses(of piece: GeoPiece, at now: Int64) -> [String] {
        let template = template(of: piece)
        guard template.contains(Self.month) else { return [template] }
        return [0, -1].map { template.replacing(Self.month, with: Self.monthText(now, shifted: $0)) }
    }

    /// Such as `2026-11`.
    static func monthText(_ moment: Int64, shifted: Int = 0) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month], from: Date(timeIntervalSince1970: Double(moment)))
        let months = (parts.year ?? 1970) * 12 + (parts.month ?? 1) - 1 + shifted
        let month = months % 12 + 1
        return "\(months / 12)-\(month < 10 ? "0" : "")\(month)"
    }
}

extension GeoPiece {
    /// What it is, for the one who is to agree.
    public var words: String {
        switch self {
        case .countries: "countries, by DB-IP"
        case .networks: "networks, by DB-IP"
        case .table: "networks and where they are registered, by IPtoASN"
        }
    }

    /// Under which licence it is, and what that asks for.
    public var terms: String {
        switch self {
        case .countries, .networks: "CC BY 4.0: pages name and link DB-IP"
        case .table: "PDDL 1.0, public domain"
        }
    }

    /// What it must tell.
    var subject: GeoSubject { self == .countries ? .country : .network }
}
