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
        return (edges + sums).sorted()
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

    @Test func `whole days are read as days, and what is left in quarters`() {
        let pieces = SumPieces([86_400 - 5400..<3 * 86_400 + 900])
        #expect(pieces.edges.isEmpty)
        #expect(pieces.sums[86_400] == [.init(stretch: 0, low: 1, high: 3)])
        #expect(pieces.sums[3600] == [.init(stretch: 0, low: 23, high: 24)])
        #expect(pieces.sums[900]?.map(\.low) == [90, 288] && pieces.sums[900]?.map(\.high) == [92, 289])
    }
}
