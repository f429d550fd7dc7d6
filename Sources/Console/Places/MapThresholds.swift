/// The numbers at which the colours of the world map change.
public struct MapThresholds: Hashable, Sendable {
    /// The least number of each colour, rising; empty where the numbers on the map decide.
    public let chosen: [Int]

    /// The numbers on the map decide.
    public static let automatic = MapThresholds(chosen: [])
    /// Colours there are.
    public static let most = 6
    /// Colours that are used where the numbers on the map decide.
    private static let usual = 5
    /// Numbers have no more digits than this.
    private static let digits = 12
    private static let word = "automatic"

    private init(chosen: [Int]) { self.chosen = chosen }

    /// Reads `automatic`, or rising whole numbers with commas between them; what is below the first of them has a colour too, so
    /// that all of them and that make `most` at most.
    public init?(_ text: String) {
        guard text.lowercased() != Self.word else {
            self = .automatic
            return
        }
        var numbers: [Int] = []
        for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let digits = Self.trimmed(part)
            guard (1...Self.digits).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
                let number = Int(Substring(digits)), number > numbers.last ?? 0
            else { return nil }
            numbers.append(number)
        }
        if numbers.first != 1 { numbers.insert(1, at: 0) }
        guard numbers.count <= Self.most else { return nil }
        chosen = numbers
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text.drop { $0 == 32 || $0 == 9 }
        while let last = text.last, last == 32 || last == 9 { text.removeLast() }
        return text
    }

    /// The least number of each colour, the first 1, on a map whose greatest number is `greatest`.
    public func bounds(upTo greatest: Int) -> [Int] {
        guard chosen.isEmpty else { return chosen }
        // 1, 2, 5, 10, 20 … as far as there is anything.
        var steps = [1]
        var (scale, factors) = (1, [2, 5, 10])
        while let factor = factors.first, scale * factor <= greatest {
            steps.append(scale * factor)
            factors.removeFirst()
            if factors.isEmpty, scale < Int.max / 100 { (scale, factors) = (scale * 10, [2, 5, 10]) }
        }
        guard steps.count > Self.usual else { return steps }
        return (0..<Self.usual).map { steps[$0 * steps.count / Self.usual] }
    }
}
