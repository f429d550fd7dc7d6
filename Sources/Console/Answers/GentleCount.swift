/// Counts part by part, and rests after each for as long as it took: whoever asks for a page meanwhile hardly notices, even where two
/// processors share what they calculate with.
enum GentleCount {
    /// What is counted within this time is not rested after.
    private static let brief: Duration = .milliseconds(60)

    /// Runs `count` for each part, in order.
    static func forEach<Part>(_ parts: [Part], _ count: (Part) async throws -> Void) async throws {
        var worked = Duration.zero
        for (number, part) in parts.enumerated() {
            let began = ContinuousClock.now
            try await count(part)
            let took = .now - began
            worked += took
            if worked > brief, number < parts.count - 1 { try await Task.sleep(for: took) }
        }
    }
}
