import TestSupport
import Testing

@testable import Console

/// What takes long to count, asked for by someone who never stops asking.
struct KeptAnswersTests {
    @Test(.shows("ABUSE-13"))
    func `questions that pile up are not begun, and those that were begun are answered`() async throws {
        let kept = KeptAnswers<Int>(pulse: Pulse(), patience: .milliseconds(20))
        let gate = Pulse()
        let shut = gate.count
        let counted = Counted()
        for number in 0..<50 {
            let answer = try await kept.answer(to: "\(number)") {
                await counted.note()
                _ = await gate.wait(beyond: shut, atMost: .seconds(60))
                return number
            }
            #expect(answer == nil)
        }
        gate.beat()
        let isDone = try await eventually { try await kept.answer(to: "0") { -1 } == 0 }
        #expect(isDone)
        #expect(await eventually { await counted.number == 4 })
    }

    private actor Counted {
        private(set) var number = 0
        func note() { number += 1 }
    }
}
