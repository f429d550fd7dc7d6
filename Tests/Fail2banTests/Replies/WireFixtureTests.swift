import Pickle
import TestSupport
import Testing

@Suite struct WireFixtureTests {
    @Test func `every recorded reply of five servers decodes to what Python decoded`() throws {
        let fixtures = try WireFixture.all()
        #expect(fixtures.count == 520)
        for fixture in fixtures {
            let decoded = try PickleValue.decode(fixture.reply)
            #expect(decoded.consumed == fixture.reply.count)
            guard let expected = fixture.repr else { continue }
            #expect(pythonRepr(decoded.value) == expected, "\(fixture.server)")
        }
    }

    @Test func `the scanner finds the end of every recorded reply, however it is cut`() throws {
        for fixture in try WireFixture.all() {
            for size in [1, 7, 64] {
                var scanner = PickleScanner()
                var bytes: [UInt8] = []
                var end: Int?
                for start in stride(from: 0, to: fixture.reply.count, by: size) {
                    #expect(end == nil)
                    bytes += fixture.reply[start..<min(start + size, fixture.reply.count)]
                    end = try scanner.end(in: bytes)
                }
                #expect(end == fixture.reply.count)
            }
        }
    }

    @Test(.shows("ABUSE-7", "ASVS-1.4.1"))
    func `changed bytes of recorded replies end in a value or an error, never in a crash`()
        throws
    {
        let fixtures = try WireFixture.all()
        var random = SeededRandom(seed: 20_261_121)
        for _ in 0..<5_000 {
            var bytes = fixtures.randomElement(using: &random)!.reply
            for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
                let place = bytes.indices.randomElement(using: &random)!
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
            }
            var scanner = PickleScanner()
            let end = try? scanner.end(in: bytes)
            if let decoded = try? PickleValue.decode(bytes) { #expect(end == decoded.consumed) }
        }
    }
}

/// A generator whose numbers follow from its seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
