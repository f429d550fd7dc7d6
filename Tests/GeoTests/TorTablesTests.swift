import Fail2ban
import Foundation
import Testing

@testable import Geo

struct TorTablesTests {
    private func country(_ tables: TorTables, _ text: String) -> String? {
        tables.country(of: IPAddress(text)!).map { "\($0)" }
    }

    @Test func `both files are read as tor writes them`() throws {
        var tables = TorTables()
        let v4 = """
            # Generated: Thu, 25 Jun 2026 04:33:59 GMT
            #
            16777216,16777471,AU
            16777472,16778239,cn
            16778240,16779263,??

            4294967040,4294967295,US\r
            """
        try tables.read(Array(v4.utf8))
        try tables.read(Array("2001:200::,2001:200:ffff:ffff:ffff:ffff:ffff:ffff,JP\n".utf8))
        #expect(tables.builtAt == 1_782_362_039)
        #expect(country(tables, "1.0.0.255") == "AU" && country(tables, "1.0.1.0") == "CN")
        #expect(country(tables, "1.0.4.1") == nil && country(tables, "255.255.255.255") == "US")
        #expect(country(tables, "2001:200::1") == "JP" && country(tables, "2001:201::") == nil)
    }

    @Test(arguments: [
        "1,2", "1,2,DE,x", "1,2,D", "1,2,DEU", "1,2,D1", "x,2,DE", "4294967296,4294967297,DE", "-1,2,DE",
        "1.0.0.0,1.0.0.1,DE",
        "2001:db8::/32,2001:db8::,DE", ",,", "00000000001,2,DE",
    ])
    func `a line of another format is named, and nothing of the file is taken`(line: String) {
        var tables = TorTables()
        #expect(throws: GeoDataError.malformed(line: 2)) { try tables.read(Array("1,1,AU\n\(line)\n".utf8)) }
        #expect(tables.count == 0)
    }

    @Test func `ranges out of order are refused`() {
        var tables = TorTables()
        #expect(throws: GeoDataError.order) { try tables.read(Array("5,9,AU\n7,12,DE\n".utf8)) }
    }

    /// Debian's own files, where the machine has them.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/tor/geoip")))
    func `the real files are read`() throws {
        var tables = TorTables()
        for name in ["geoip", "geoip6"] {
            try tables.read(Array(try Data(contentsOf: URL(filePath: "/usr/share/tor/\(name)"))))
        }
        #expect(tables.count > 500_000)
        #expect(country(tables, "193.0.0.1") == "NL")
    }
}
