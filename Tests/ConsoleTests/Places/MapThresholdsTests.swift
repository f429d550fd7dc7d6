import Testing

@testable import Console

@Suite struct MapThresholdsTests {
    @Test(arguments: [
        ("automatic", []), ("Automatic", []), ("1,10,100", [1, 10, 100]), ("5, 50 ,500", [1, 5, 50, 500]), ("1", [1]),
        ("2,3,4,5,6", [1, 2, 3, 4, 5, 6]), ("1,2,3,4,5,6", [1, 2, 3, 4, 5, 6]),
        ("999999999999", [1, 999_999_999_999]),
    ])
    func `a row of rising numbers is read`(text: String, chosen: [Int]) {
        #expect(MapThresholds(text)?.chosen == chosen)
    }

    @Test(arguments: [
        "", ",", "1,", "0,1", "10,5", "1,1", "-1", "1.5", "ten", "1;10", "1,2,3,4,5,6,7", "2,3,4,5,6,7",
        "9999999999999",
        "1 0", "١,٢",
    ])
    func `anything else is refused`(text: String) {
        #expect(MapThresholds(text) == nil)
    }

    @Test func `numbers that nobody chose are round, rise from 1 and stay below the greatest`() {
        #expect(MapThresholds.automatic.bounds(upTo: 0) == [1])
        #expect(MapThresholds.automatic.bounds(upTo: 1) == [1])
        #expect(MapThresholds.automatic.bounds(upTo: 9) == [1, 2, 5])
        #expect(MapThresholds.automatic.bounds(upTo: 37_000) == [1, 5, 50, 500, 5000])
        for greatest in [3, 77, 1000, 123_456, 10_000_000, Int.max] {
            let bounds = MapThresholds.automatic.bounds(upTo: greatest)
            #expect(bounds.first == 1 && (1...5).contains(bounds.count) && (bounds.last ?? 0) <= greatest)
            #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 })
        }
        #expect(MapThresholds("7,70")?.bounds(upTo: 3) == [1, 7, 70])
    }
}
