import Foundation

/// The time zone in which the pages show exact times.
struct Zone: Sendable {
    /// Its IANA name.
    let name: String
    private let zone: TimeZone

    /// The zone of an IANA name; nil when there is none.
    init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    /// Coordinated Universal Time.
    static let utc = Zone(name: "UTC", zone: .gmt)

    private init(name: String, zone: TimeZone) {
        self.name = name
        self.zone = zone
    }

    /// Seconds east of Greenwich at `moment` (UTC epoch seconds).
    func offset(at moment: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(moment))))
    }
}
