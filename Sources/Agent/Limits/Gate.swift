/// Lets a few through at a time, in the order in which they came, and has only so many wait: whoever waits holds memory.
actor Gate {
    private var free: Int
    private let most: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ places: Int, waiting most: Int) {
        free = places
        self.most = most
    }

    /// Waits for a place, which `leave` gives back; false where too many wait already.
    func enter() async -> Bool {
        if free > 0 {
            free -= 1
            return true
        }
        guard waiting.count < most else { return false }
        await withCheckedContinuation { waiting.append($0) }
        return true
    }

    func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
