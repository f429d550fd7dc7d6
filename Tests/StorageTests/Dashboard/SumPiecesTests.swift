import Testing

@testable import Storage

/// Stretches of time are cut so that each moment is counted once, and by the widest sums that fit.
struct SumPiecesTests {
    /// The seconds that the pieces of a stretch cover, each as often as it is covered.
    private static func seconds(_ pieces: SumPieces, of stretch: Int) -> [Int64] {
        let edges = pieces.edges.filter { $0.stretch == stretch }.flatMap { ($0.low / 1000)..<($0.high / 1000) }
        let sums = pieces.sums.flatMap { width, pieces in
            pieces.filter { $0.stretch == stretch }.flatMap { ($0.low * width)..<($0.high * width) }
        }
        let surplus = pieces.surplus.filter { $0.stretch == stretch }.flatMap { ($0.low / 1000)..<($0.high / 1000) }
        var covered = Dictionary((edges + sums).map { ($0, 1) }, uniquingKeysWith: +)
        for second in surplus { covered[second, default: 0] -= 1 }
        return covered.filter { $0.value != 0 }.flatMap { Array(repeating: $0.key, count: abs($0.value)) }.sorted()
    }

    @Test(
        arguments: [
            0..<1, 899..<901, 900..<1800, 3599..<7201, 86_399..<86_401, 1..<200_000, 86_400..<259_200, 80_000..<90_000,
            1800..<91_800,
        ] as [Range<Int64>])
    func `every second is covered once`(stretch: Range<Int64>) {
        let pieces = SumPieces([5..<5, stretch])
        #expect(Self.seconds(pieces, of: 1) == Array(stretch))
        #expect(Self.seconds(pieces, of: 0) == [])
    }

    @Test(
        arguments: [0..<1000, 900..<1000, 950..<1000, 899..<1000, 900..<1800, 0..<1001, 1000..<1900] as [Range<Int64>])
    func `every second is covered once, also in the quarter of now`(stretch: Range<Int64>) {
        #expect(Self.seconds(SumPieces([stretch], now: 1000), of: 0) == Array(stretch))
    }

    @Test func `of the quarter of now what lies behind is looked at, and not what was before`() {
        let pieces = SumPieces([0..<1000, 1000..<2000], now: 1000)
        #expect(pieces.sums[900]?.map(\.low) == [0, 1])
        #expect(pieces.surplus == [.init(stretch: 0, low: 1_000_000, high: 1_800_000)])
        #expect(pieces.edges.map(\.low) == [1_000_000])
    }

    @Test func `whole days are read as days, and what is left in quarters`() {
        let pieces = SumPieces([86_400 - 5400..<3 * 86_400 + 900])
        #expect(pieces.edges.isEmpty)
        #expect(pieces.sums[86_400] == [.init(stretch: 0, low: 1, high: 3)])
        #expect(pieces.sums[3600] == [.init(stretch: 0, low: 23, high: 24)])
        #expect(pieces.sums[900]?.map(\.low) == [90, 288] && pieces.sums[900]?.map(\.high) == [92, 289])
    }
}
