/// Whose data it is, as its licence wants it to be said where what it tells is shown.
public struct GeoCredit: Hashable, Sendable {
    /// The line, in the words that the licence or its maker asks for.
    public let line: String
    /// Where the line leads.
    public let link: String
    /// The licence, in short.
    public let licence: String

    /// The credit of data by the name that it has of itself (`GeoLayer.name`); nil where none is known to be asked for.
    public static func of(_ name: String) -> GeoCredit? {
        let words = name.lowercased()
        return known.first { words.hasPrefix($0.0) }?.1
    }

    // MaxMind asks nothing of those who pay for GeoIP2.
    private static let known: [(String, GeoCredit)] = [
        (
            "dbip", GeoCredit(line: "IP Geolocation by DB-IP", link: "https://db-ip.com", licence: "CC BY 4.0")
        ),
        (
            "iptoasn",
            GeoCredit(line: "Networks by IPtoASN", link: "https://iptoasn.com", licence: "PDDL 1.0, public domain")
        ),
        (
            "tor-geoipdb",
            GeoCredit(
                line: "IPFire Location Database", link: "https://location.ipfire.org", licence: "CC BY-SA 4.0")
        ),
        (
            "geolite2",
            GeoCredit(
                line: "This product includes GeoLite2 data created by MaxMind", link: "https://www.maxmind.com",
                licence: "GeoLite2 End User License Agreement")
        ),
        (
            "iplocate",
            GeoCredit(line: "IP address data by IPLocate.io", link: "https://iplocate.io", licence: "CC BY-SA 4.0")
        ),
        (
            "ipinfo",
            GeoCredit(line: "IP address data powered by IPinfo", link: "https://ipinfo.io", licence: "CC BY-SA 4.0")
        ),
        (
            "ip-api.com",
            GeoCredit(line: "Looked up at ip-api.com", link: "https://ip-api.com", licence: "not for commercial use")
        ),
    ]
}
