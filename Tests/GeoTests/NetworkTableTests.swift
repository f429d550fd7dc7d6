import Fail2ban
import Foundation
import TestSupport
import Testing

@testable import Geo

struct NetworkTableTests {
    private func table(_ text: String) throws -> NetworkTable {
        let folder = try TemporaryFolder()
        return try NetworkTable(path: folder.write(text, to: "table.tsv"))
    }

    @Test func `networks, their names and countries are read as IPtoASN writes them`() throws {
        let table = try table(
            """
            1.0.0.0\t1.0.0.255\t13335\tUS\tCLOUDFLARENET
            1.0.1.0\t1.0.3.255\t0\tNone\tNot routed
            1.0.4.0\t1.0.7.255\t38803\tAU\tGTELECOM-AUSTRALIA Gtelecom, with\ta tab
            1.0.8.0\t1.0.15.255\t13335\tCN\tCLOUDFLARENET
            255.255.255.0\t255.255.255.255\t4294967295\tUnknown\t
            2001:200::\t2001:200:ffff:ffff:ffff:ffff:ffff:ffff\t2500\tJP\tWIDE-BB WIDE Project\r

            """)
        func place(_ text: String) -> GeoPlace { table.place(of: IPAddress(text)!) }
        #expect(
            place("1.0.0.255")
                == GeoPlace(country: CountryCode("US"), network: .init(number: 13_335, name: "CLOUDFLARENET")))
        #expect(place("1.0.2.1") == GeoPlace() && place("1.0.16.0") == GeoPlace() && place("2001:201::1") == GeoPlace())
        #expect(place("1.0.5.1").network?.name == "GTELECOM-AUSTRALIA Gtelecom, with\ta tab")
        #expect(place("1.0.8.1").country == CountryCode("CN"))
        #expect(place("255.255.255.255") == GeoPlace(network: .init(number: .max, name: "")))
        #expect(place("2001:200::1").network == GeoNetwork(number: 2500, name: "WIDE-BB WIDE Project"))
        #expect(table.networks == 5 && table.builtAt != nil)
    }

    @Test(arguments: [
        "1.0.0.0\t1.0.0.255\t1\tUS", "1.0.0.0,1.0.0.255,1,US,x", "1.0.0\t1.0.0.255\t1\tUS\tx",
        "1.0.0.256\t1.0.1.0\t1\tUS\tx", "01.0.0.0\t1.0.1.0\t1\tUS\tx", "1.0.0.0\t1.0.1.0\t4294967296\tUS\tx",
        "1.0.0.0.0\t1.0.1.0\t1\tUS\tx", "2001:db8::/32\t2001:db9::\t1\tUS\tx", "<html>",
    ])
    func `a line of another format is named`(line: String) {
        #expect(throws: GeoDataError.malformed(line: 2)) { try table("0.0.0.1\t0.0.0.2\t1\tUS\tx\n\(line)\n") }
    }

    @Test func `ranges out of order, lines without an end and missing files are refused`() throws {
        #expect(throws: GeoDataError.order) { try table("5.0.0.0\t6.0.0.0\t1\tUS\tx\n4.0.0.0\t4.1.0.0\t1\tUS\tx\n") }
        #expect(throws: GeoDataError.self) { try table(String(repeating: "x", count: 1_000_000)) }
        #expect(throws: GeoDataError.unreadable("No such file or directory")) { try NetworkTable(path: "/none") }
    }

    /// Lines are read a piece at a time: each must come whole, wherever the pieces end.
    @Test func `many lines are read as they are`() throws {
        let lines = (0..<20_000).map { index in
            let base = UInt32(index) << 8
            let text = (0..<4).map { String(base >> (24 - 8 * UInt32($0)) & 0xff) }
            return
                "\(text[0]).\(text[1]).\(text[2]).0\t\(text[0]).\(text[1]).\(text[2]).255\t\(index + 1)\tSE\tN\(index + 1)"
        }
        let table = try table(lines.joined(separator: "\n"))
        for index in stride(from: UInt32(0), to: 20_000, by: 97) {
            let place = table.place(of: IPAddress(v4: index << 8 | 7))
            #expect(place.network == GeoNetwork(number: index + 1, name: "N\(index + 1)"))
        }
    }
}

struct GeoCreditTests {
    @Test(arguments: [
        ("DBIP-Country-Lite", "https://db-ip.com"), ("DBIP-ASN-Lite (compat=GeoLite2-ASN)", "https://db-ip.com"),
        ("GeoLite2-City", "https://www.maxmind.com"), ("tor-geoipdb", "https://location.ipfire.org"),
        ("IPtoASN", "https://iptoasn.com"),
    ])
    func `data whose licence asks for it has a line and a link`(name: String, link: String) {
        #expect(GeoCredit.of(name)?.link == link)
    }

    @Test func `data that nothing is known of has none`() {
        #expect(GeoCredit.of("GeoIP2-Country") == nil && GeoCredit.of("") == nil)
    }
}
