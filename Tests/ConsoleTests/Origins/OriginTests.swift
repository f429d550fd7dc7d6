import Fail2ban
import Geo
import Storage
import Testing

@testable import Console

struct OriginTests {
    /// Data that says the same of every address.
    private struct Everywhere: GeoLayer {
        var name: String
        var builtAt: Int64?
        var place: GeoPlace

        func place(of address: IPAddress) -> GeoPlace { place }
    }

    private static func finder(_ country: String, builtAt: Int64) -> OriginFinder {
        let network = GeoNetwork(number: 64_496, name: "Example <b>")
        let layer = Everywhere(
            name: "data", builtAt: builtAt, place: GeoPlace(country: CountryCode(country), network: network))
        return OriginFinder { GeoAtlas(layers: [layer]) }
    }

    @Test func `an event keeps what the data of its time said`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(1, "a", .found(.eve, failedAt: nil))
        script.say(2, "a", .ban(.eve))
        try await pad.take(script.lines, origins: Self.finder("DE", builtAt: 100))
        script.say(3, "a", .found(.eve, failedAt: nil))
        // The line of the ban is known; it and what the daemon's record adds to it change nothing of where it was.
        try await pad.take(script.lines, origins: Self.finder("FR", builtAt: 200))
        _ = try await pad.pair([.of(.eve, at: 2)], origins: Self.finder("IT", builtAt: 300))
        let origins = try await pad.events().map { EventEntry($0).origin }
        #expect(origins.map { $0?.country?.code } == ["DE", "DE", "FR"])
        #expect(origins.map { $0?.country?.source.builtAt } == [100, 100, 200])
        #expect(origins.first??.network?.name == "Example <b>")
        #expect(origins.first??.network?.number == 64_496)
    }

    @Test func `a ban that only the daemon's records tell of has one too`() async throws {
        let pad = try Pad()
        _ = try await pad.pair([.of(.eve, at: 2)], awaitsLines: false, origins: Self.finder("IT", builtAt: 300))
        #expect(try await pad.events().map { $0.origin?.country?.code } == ["IT"])
    }

    @Test func `what was looked for and not found is told apart from what was not looked for`() {
        let empty = Everywhere(name: "data", builtAt: nil, place: GeoPlace())
        let finder = OriginFinder { GeoAtlas(layers: [empty]) }
        #expect(finder.current("192.0.2.1") == Origin())
        #expect(finder.current("user") == nil)
        #expect(OriginFinder.none.current("192.0.2.1") == nil)
        #expect(Self.finder("DE", builtAt: 1).current("2001:db8::/32")?.country?.code == "DE")
    }

    @Test func `countries and networks are read as people type them`() {
        #expect(["de", "De", "ZZ", "xk"].map { OriginChoice.country($0) } == ["DE", "DE", "ZZ", "XK"])
        #expect(["", "d", "deu", "1d", "d ", "ä"].allSatisfy { OriginChoice.country($0) == nil })
        #expect(["AS64496", "as64496", "64496"].map { OriginChoice.network($0) } == [64_496, 64_496, 64_496])
        let wrong = ["", "AS", "AS0", "-1", "4294967296", "99999999999999999999", "AS 1", "1.10", "٣"]
        #expect(wrong.allSatisfy { OriginChoice.network($0) == nil })
    }
}
