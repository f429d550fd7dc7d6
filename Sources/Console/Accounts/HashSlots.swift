/// A few places to work in and a bounded line in front of them, first come, first served.
actor HashSlots {
    /// Why there is no place.
    enum Refusal: Error, Equatable, Sendable {
        /// The line is full.
        case full
        /// The task was cancelled while it waited.
        case cancelled
    }

    private let lineLimit: Int
    private var free: Int
    private var line: [(id: Int, waiter: CheckedContinuation<Bool, Never>)] = []
    private var nextID = 0

    init(slots: Int, line: Int) {
        free = slots
        lineLimit = line
    }

    /// Waits for a place; each success is followed by one `leave`.
    func enter() async throws(Refusal) {
        if free > 0 {
            free -= 1
            return
        }
        guard line.count < lineLimit else { throw .full }
        let id = nextID
        nextID += 1
        let hasPlace = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                // A cancellation that came before has found no one in the line yet.
                if Task.isCancelled { waiter.resume(returning: false) } else { line.append((id, waiter)) }
            }
        } onCancel: {
            Task { await self.giveUp(id) }
        }
        guard hasPlace else { throw .cancelled }
    }

    /// Hands the place to the next in the line.
    func leave() {
        if line.isEmpty { free += 1 } else { line.removeFirst().waiter.resume(returning: true) }
    }

    private func giveUp(_ id: Int) {
        guard let index = line.firstIndex(where: { $0.id == id }) else { return }
        line.remove(at: index).waiter.resume(returning: false)
    }

    /// How many wait.
    var waiting: Int { line.count }
}
