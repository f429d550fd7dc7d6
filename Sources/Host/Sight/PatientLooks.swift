import Dispatch
import Synchronization

/// Looks at what may hang with a disk, on threads of their own, and no more than a few at one subject.
final class PatientLooks: Sendable {
    private let underWay = Mutex<[String: Int]>([:])
    private let queue = DispatchQueue(label: "bangui.looks", attributes: .concurrent)

    /// Looks at one subject at the same time; those that hang are not given back.
    private static let most = 3

    /// What `body` gives, or nil where it takes longer than `limit`; it is left to itself then.
    func look<Value: Sendable>(
        at subject: String, within limit: Duration, _ body: @escaping @Sendable () -> Value
    ) async -> Value? {
        let mayLook = underWay.withLock { looks in
            guard looks[subject, default: 0] < Self.most else { return false }
            looks[subject, default: 0] += 1
            return true
        }
        guard mayLook else { return nil }
        let (values, value) = AsyncStream.makeStream(of: Value?.self)
        queue.async { [self] in
            let found = body()
            underWay.withLock { looks in
                let left = (looks[subject] ?? 1) - 1
                looks[subject] = left > 0 ? left : nil
            }
            value.yield(found)
        }
        let clock = Task {
            try? await Task.sleep(for: limit)
            value.yield(nil)
        }
        defer { clock.cancel() }
        return await values.first { _ in true } ?? nil
    }
}
