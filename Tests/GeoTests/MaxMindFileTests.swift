import Fail2ban
import Foundation
import TestSupport
import Testing

@testable import Geo

struct MaxMindFileTests {
    private typealias Value = MaxMindWriter.Value

    /// A file with records for networks, by the prefix that the database has them under.
    private func file(_ records: [([UInt8], Int, Value)], type: String = "Test", in folder: TemporaryFolder) throws
        -> MaxMindFile
    {
        var writer = MaxMindWriter()
        for (prefix, bits, value) in records {
            writer.insert(prefix + [UInt8](repeating: 0, count: 16 - prefix.count), bits: bits, value)
        }
        let path = folder.file("\(type).mmdb")
        try Data(writer.bytes(type: type, builtAt: 1_790_000_000)).write(to: URL(filePath: path))
        return try MaxMindFile(path: path)
    }

    private static let v4 = [UInt8](repeating: 0, count: 12)

    @Test func `countries and networks are found under the names that each maker gives them`() throws {
        let folder = try TemporaryFolder()
        let country = Value.map([
            ("country", .map([("iso_code", .text("DE"))])), ("registered_country", .map([("iso_code", .text("US"))])),
        ])
        let file = try file(
            [
                (Self.v4 + [192, 0, 2], 120, country),
                (Self.v4 + [198, 51, 100], 120, .map([("registered_country", .map([("iso_code", .text("FR"))]))])),
                (
                    Self.v4 + [203, 0, 113], 120,
                    .map([("country_code", .text("nl")), ("asn", .text("AS64500")), ("as_name", .text("Example"))])
                ),
                (
                    [0x20, 0x01, 0x0d, 0xb8], 32,
                    .map([
                        ("autonomous_system_number", .number(64_496)),
                        ("autonomous_system_organization", .text("Doc <b>")),
                    ])
                ),
            ], type: "DBIP-Country-Lite", in: folder)
        func place(_ text: String) -> GeoPlace { file.place(of: IPAddress(text)!) }
        #expect(file.name == "DBIP-Country-Lite" && file.builtAt == 1_790_000_000)
        #expect(place("192.0.2.9") == GeoPlace(country: CountryCode("DE")))
        #expect(place("198.51.100.9") == GeoPlace(country: CountryCode("FR")))
        #expect(
            place("203.0.113.9")
                == GeoPlace(country: CountryCode("NL"), network: .init(number: 64_500, name: "Example")))
        #expect(place("2001:db8::9") == GeoPlace(network: .init(number: 64_496, name: "Doc <b>")))
        #expect(place("192.0.3.1") == GeoPlace() && place("2001:db9::1") == GeoPlace())
    }

    @Test func `the first layer that knows answers, for the country and the network each`() throws {
        let folder = try TemporaryFolder()
        let first = try file(
            [(Self.v4 + [192, 0, 2], 120, .map([("asn", .text("64500"))]))], type: "First", in: folder)
        var tor = TorTables()
        try tor.read(Array("3221225984,3221226239,DE\n".utf8))
        let second = try file(
            [(Self.v4 + [192, 0, 2], 120, .map([("country_code", .text("FR"))]))], type: "Last", in: folder)
        let answer = GeoAtlas(layers: [first, tor, second]).answer(for: IPAddress("192.0.2.1")!)
        #expect(answer.network?.value.number == 64_500 && answer.network?.source.name == "First")
        #expect(answer.country?.value == CountryCode("DE") && answer.country?.source.name == "tor-geoipdb")
        #expect(GeoAtlas().answer(for: IPAddress("192.0.2.1")!) == GeoAnswer())
    }

    @Test func `what is no such file is refused, and damaged ones never read beyond their end`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: GeoDataError.self) { try MaxMindFile(path: folder.file("none")) }
        _ = try file([(Self.v4 + [192, 0, 2], 120, .map([("country_code", .text("FR"))]))], in: folder)
        let whole = Array(try Data(contentsOf: URL(filePath: folder.file("Test.mmdb"))))
        var random = SeededGenerator(seed: 7)
        for round in 0..<300 {
            var bytes = whole
            if round.isMultiple(of: 3) { bytes = Array(bytes.prefix(.random(in: 0..<bytes.count, using: &random))) }
            for _ in 0..<3 where !bytes.isEmpty {
                bytes[.random(in: 0..<bytes.count, using: &random)] = .random(in: 0 ... .max, using: &random)
            }
            let path = folder.file("damaged.mmdb")
            try Data(bytes).write(to: URL(filePath: path))
            guard let file = try? MaxMindFile(path: path) else { continue }
            for text in ["192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1"] {
                _ = file.place(of: IPAddress(text)!)
            }
        }
    }

    @Test(arguments: ["", "D", "DEU", "D1", "ÄÖ", "zz", "ZZ", "??"])
    func `what is no code of a country is none`(text: String) { #expect(CountryCode(text) == nil) }
}
