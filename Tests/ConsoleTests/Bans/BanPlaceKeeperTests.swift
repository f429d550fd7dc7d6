import Fail2ban
import Geo
import Host
import Storage
import Synchronization
import Testing

@testable import Console

/// Where bans in force are, kept by the data of now.
struct BanPlaceKeeperTests {
    private struct Everywhere: GeoLayer {
        let name = "data"
        var builtAt: Int64?
        var country: String

        func place(of address: IPAddress) -> GeoPlace { GeoPlace(country: CountryCode(country), network: nil) }
    }

    /// Data that is another from one moment to the next.
    private final class Data: Sendable {
        private let atlas = Mutex(GeoAtlas())

        func tell(_ country: String, builtAt: Int64) {
            atlas.withLock { $0 = GeoAtlas(layers: [Everywhere(builtAt: builtAt, country: country)]) }
        }

        var finder: OriginFinder { OriginFinder { self.atlas.withLock { $0 } } }
    }

    private static func records(_ numbers: Range<Int>) -> [BanRecord] {
        numbers.map {
            BanRecord(
                .init(id: BanID(reading: "198.18.\($0 / 256).\($0 % 256)")), host: .local,
                jail: JailName(existing: "sshd"))
        }
    }

    private func enter(_ numbers: Range<Int>, _ pad: Pad, _ keeper: BanPlaceKeeper? = nil) async throws {
        try await pad.database.write(.telemetry) { transaction in
            let effect = try transaction.bans.effect(
                host: "local", jail: "sshd", upserting: Self.records(numbers), removing: [])
            try keeper?.place(effect, in: "sshd", of: "local", transaction)
        }
    }

    private func count(_ country: String, _ pad: Pad) async throws -> Int {
        try await pad.database.read { try $0.bans.count(BanQuery(origin: OriginFilter(country: country))) }
    }

    @Test func `bans have a place as they enter, and all move where the data is another`() async throws {
        let (pad, data) = (try Pad(), Data())
        let keeper = BanPlaceKeeper(database: pad.database, origins: data.finder, logger: .dropping)
        // More than one look takes, entered before there is any data.
        let many = BanPlaceKeeper.batch * BanPlaceKeeper.batchesPerLook + 7
        try await enter(0..<many, pad, keeper)
        #expect(await !keeper.look())
        data.tell("DE", builtAt: 1)
        #expect(await keeper.look())
        #expect(try await count("DE", pad) == many - 7)
        #expect(await keeper.look())
        #expect(try await count("DE", pad) == many)
        #expect(await !keeper.look())

        // In the transaction that enters them; by another program, at the next look.
        try await enter(many..<many + 3, pad, keeper)
        #expect(try await count("DE", pad) == many + 3)
        try await enter(many + 3..<many + 5, pad)
        #expect(try await count("DE", pad) == many + 3)
        #expect(await keeper.look())
        #expect(try await count("DE", pad) == many + 5)
        #expect(await !keeper.look())

        data.tell("FR", builtAt: 2)
        while await keeper.look() {}
        #expect(try await count("FR", pad) == many + 5)
        // A program that starts anew knows that nothing is left to do.
        let next = BanPlaceKeeper(database: pad.database, origins: data.finder, logger: .dropping)
        #expect(await !next.look())
    }
}
