/// The system's random generator, for the `random` parameter of the services.
public enum SystemRandom {
    /// `count` bytes that nobody can guess.
    @Sendable
    public static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
