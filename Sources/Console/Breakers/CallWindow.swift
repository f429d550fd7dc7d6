/// Calls of the last ten seconds and how many of them failed, by whole seconds.
struct CallWindow: Sendable {
    private struct Second {
        var number = Int64.min
        var calls = 0
        var failures = 0
    }

    static let length = 10
    private var seconds = Array(repeating: Second(), count: length)

    /// Counts one call that ended in the second `number`.
    mutating func add(isFailure: Bool, in number: Int64) {
        let index = Int(number % Int64(Self.length))
        if seconds[index].number != number { seconds[index] = Second(number: number) }
        seconds[index].calls += 1
        if isFailure { seconds[index].failures += 1 }
    }

    /// The sums of the ten seconds up to `number`.
    func sums(until number: Int64) -> (calls: Int, failures: Int) {
        seconds.reduce(into: (0, 0)) { sums, second in
            guard second.number <= number, second.number > number - Int64(Self.length) else { return }
            sums.0 += second.calls
            sums.1 += second.failures
        }
    }
}
