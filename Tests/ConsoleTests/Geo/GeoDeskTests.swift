import Fail2ban
import Foundation
import Geo
import Logging
import TestSupport
import Testing

@testable import Console

struct GeoDeskTests {
    private let folder: TemporaryFolder
    private let address: IPAddress

    init() throws {
        folder = try TemporaryFolder()
        address = try #require(IPAddress("198.51.100.7"))
    }

    private var fetched: GeoFolder { GeoFolder(DataDirectory(path: folder.file("data"))) }

    /// A desk that looks into folders of the test's own.
    private func desk(named: [String] = [], copies: Bool = true) -> GeoDesk {
        GeoDesk(
            GeoSearch(
                named: named, folders: [folder.file("lib"), folder.file("share")], fetched: fetched,
                tables: [folder.file("tor/geoip"), folder.file("tor/geoip6")]),
            copies: copies ? fetched : nil, now: { 1_800_000_000 }, logger: .dropping)
    }

    private func country(_ desk: GeoDesk) -> String? {
        desk.atlas.answer(for: address).country.map { "\($0.value) \($0.source.name)" }
    }

    private func writeTor() throws {
        try Data("3325256704,3325256959,FR\n".utf8).put(folder.file("tor/geoip"))
    }

    @Test func `without any data nothing is known and nothing is wrong`() {
        let desk = desk()
        #expect(desk.report.lookedAt == nil)
        desk.lookNow()
        #expect(desk.atlas.isEmpty && desk.report.sources.isEmpty && desk.report.lookedAt == 1_800_000_000)
    }

    @Test func `the administrator's files come first, then what was fetched, then Debian's`() throws {
        try writeTor()
        let desk = desk()
        desk.lookNow()
        #expect(country(desk) == "FR tor-geoipdb")
        try GeoFiles.country("NL", type: "DBIP-Country-Lite").put(fetched.path(of: .countries))
        desk.lookNow()
        #expect(country(desk) == "NL DBIP-Country-Lite")
        // What others tell already is not loaded, since it would take memory for nothing.
        #expect(desk.report.sources.map(\.state) == [.loaded, .unneeded])
        try GeoFiles.country("DE").put(folder.file("lib/GeoLite2-Country.mmdb"))
        try GeoFiles.network(64_500, "Example").put(folder.file("share/GeoLite2-ASN.mmdb"))
        desk.lookNow()
        #expect(country(desk) == "DE GeoLite2-Country")
        #expect(desk.atlas.answer(for: address).network?.value == GeoNetwork(number: 64_500, name: "Example"))
        #expect(desk.report.sources.map(\.origin) == [.found, .found, .fetched, .debian])
        #expect(desk.report.subjects == [.country, .network])
        #expect(desk.report.credits.map(\.link) == ["https://www.maxmind.com", "https://db-ip.com"])
        // Named files stand in the place of those that are found.
        let path = folder.file("mine.mmdb")
        try GeoFiles.country("PL", type: "Mine-Country").put(path)
        let other = self.desk(named: [path])
        other.lookNow()
        #expect(country(other) == "PL Mine-Country" && other.report.sources.first?.origin == .named)
    }

    @Test func `a file that was replaced is asked, and a damaged one keeps the last good one in its place`() throws {
        let path = folder.file("lib/country.mmdb")
        try GeoFiles.country("DE").put(path)
        let desk = desk()
        desk.lookNow()
        try GeoFiles.country("NL").put(path)
        desk.lookNow()
        #expect(country(desk)?.hasPrefix("NL") == true)
        try Data("no database".utf8).put(path)
        desk.lookNow()
        let source = try #require(desk.report.sources.first)
        #expect(country(desk)?.hasPrefix("NL") == true && source.state == .kept && source.isAsked)
        #expect(source.fault?.reason.contains("no MaxMind database") == true && source.fault?.remedy.isEmpty == false)
        try GeoFiles.country("PL").put(path)
        desk.lookNow()
        #expect(country(desk)?.hasPrefix("PL") == true && desk.report.sources.first?.fault == nil)
        try FileManager.default.removeItem(atPath: path)
        desk.lookNow()
        #expect(desk.atlas.isEmpty && desk.report.sources.isEmpty)
    }

    /// A mapped file that is cut short ends the process that reads it.
    @Test func `who writes into a file while it is asked does no harm`() throws {
        let path = folder.file("lib/country.mmdb")
        try GeoFiles.country("DE").put(path)
        let desk = desk()
        desk.lookNow()
        #expect(truncate(path, 0) == 0)
        #expect(country(desk)?.hasPrefix("DE") == true)
        desk.lookNow()
        #expect(country(desk)?.hasPrefix("DE") == true && desk.report.sources.first?.state == .kept)
        #expect(try FileManager.default.contentsOfDirectory(atPath: fetched.path).isEmpty, "no copy is left")
    }

    @Test func `a named file that is not there is told, and asked once it is`() throws {
        let path = folder.file("later.mmdb")
        let desk = desk(named: [path])
        desk.lookNow()
        let source = try #require(desk.report.sources.first)
        #expect(source.state == .refused && !source.isAsked)
        #expect(source.fault?.reason == "The file cannot be read: No such file or directory.")
        try GeoFiles.country("DE").put(path)
        desk.lookNow()
        #expect(country(desk)?.hasPrefix("DE") == true)
    }

    @Test func `a file that tells nothing of places is told and not asked`() throws {
        try GeoFiles.database([([198, 51, 100], .map([("traits", .text("x"))]))], type: "GeoIP2-Anonymous-IP")
            .put(folder.file("lib/other.mmdb"))
        let desk = desk(copies: false)
        desk.lookNow()
        #expect(desk.atlas.isEmpty && desk.report.sources.map(\.state) == [.refused])
    }

    @Test func `networks come from IPtoASN where nobody before it tells them`() throws {
        try Data("198.51.100.0\t198.51.100.255\t64501\tSE\tEXAMPLE-AS - Example\n".utf8).put(fetched.path(of: .table))
        try GeoFiles.country("DE").put(folder.file("lib/country.mmdb"))
        let desk = desk()
        desk.lookNow()
        let answer = desk.atlas.answer(for: address)
        #expect(answer.network?.value.number == 64_501 && answer.network?.source.name == "IPtoASN")
        #expect(country(desk) == "DE GeoLite2-Country")
    }

    @Test func `a running desk finds what changed by itself`() async throws {
        try GeoFiles.country("DE").put(folder.file("lib/country.mmdb"))
        let desk = desk()
        let running = Task { await desk.run() }
        #expect(await eventually { country(desk) != nil })
        running.cancel()
        await running.value
    }
}
