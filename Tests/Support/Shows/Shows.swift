public import Testing

/// What a test shows, by the numbers of the abuse tests (`ABUSE-5`) and of OWASP ASVS 5.0 (`ASVS-1.2.5`).
///
/// A test bears a number only where it would fail if what the number asks for were broken. `scripts/shown` reads the
/// numbers from the sources and makes `docs/security-tests.md` and `docs/asvs.md` of them.
public struct Shows: TestTrait, SuiteTrait {
    /// The numbers.
    public let numbers: [String]
}

extension Trait where Self == Shows {
    /// Says what a test, or each test of a suite, shows.
    public static func shows(_ numbers: String...) -> Shows { Shows(numbers: numbers) }
}
