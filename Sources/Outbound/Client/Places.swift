internal import Synchronization

/// The places for exchanges: so many at a time, and so many of them with one origin. Who finds none waits in line.
final class Places: Sendable {
    private struct Waiting {
        let number: Int
        let origin: String
        let turn: FirstAnswer<Bool>
    }

    private struct State {
        var busy: [String: Int] = [:]
        var total = 0
        var line: [Waiting] = []
        var next = 0
    }

    private let most: Int
    private let mostPerOrigin: Int
    /// More than these do not wait.
    private let longestLine: Int
    private let state = Mutex(State())

    init(most: Int = 8, perOrigin: Int = 2, longestLine: Int = 256) {
        self.most = most
        mostPerOrigin = perOrigin
        self.longestLine = longestLine
    }

    /// Waits for a place, which `leave` gives back; false where there was none in time.
    func enter(_ origin: String, within limit: Duration) async -> Bool {
        let turn = FirstAnswer<Bool>()
        let number = state.withLock { state -> Int? in
            if hasRoom(state, origin) {
                take(&state, origin)
                turn.give(true)
                return nil
            }
            guard state.line.count < longestLine else {
                turn.give(false)
                return nil
            }
            state.next += 1
            state.line.append(Waiting(number: state.next, origin: origin, turn: turn))
            return state.next
        }
        guard let number else { return await turn.value() }
        let clock = Task {
            try? await Task.sleep(for: limit)
            giveUp(number)
        }
        defer { clock.cancel() }
        return await withTaskCancellationHandler {
            await turn.value()
        } onCancel: {
            giveUp(number)
        }
    }

    /// Gives the place back, and to the first in line that may have it.
    func leave(_ origin: String) {
        let called = state.withLock { state -> [Waiting] in
            state.total -= 1
            let left = (state.busy[origin] ?? 1) - 1
            state.busy[origin] = left > 0 ? left : nil
            var called: [Waiting] = []
            for waiting in state.line where hasRoom(state, waiting.origin) {
                take(&state, waiting.origin)
                called.append(waiting)
            }
            let numbers = Set(called.map(\.number))
            state.line.removeAll { numbers.contains($0.number) }
            return called
        }
        for waiting in called { waiting.turn.give(true) }
    }

    private func giveUp(_ number: Int) {
        let waiting = state.withLock { state -> Waiting? in
            guard let index = state.line.firstIndex(where: { $0.number == number }) else { return nil }
            return state.line.remove(at: index)
        }
        waiting?.turn.give(false)
    }

    private func hasRoom(_ state: State, _ origin: String) -> Bool {
        state.total < most && state.busy[origin] ?? 0 < mostPerOrigin
    }

    private func take(_ state: inout State, _ origin: String) {
        state.total += 1
        state.busy[origin, default: 0] += 1
    }
}
