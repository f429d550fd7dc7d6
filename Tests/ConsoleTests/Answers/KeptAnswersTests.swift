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

    @Test func `questions of two kinds in one line are counted one after the other, whether or not one fails`()
        async throws
    {
        struct Fault: Error {}
        let line = CountingLine()
        let numbers = KeptAnswers<Int>(pulse: Pulse(), line: line, patience: .seconds(60))
        let texts = KeptAnswers<String>(pulse: Pulse(), line: line, patience: .seconds(60))
        let under = Counting()
        let failed = Task {
            try await numbers.answer(to: "a") {
                try await under.way()
                throw Fault()
            }
        }
        let text = Task {
            try await texts.answer(to: "a") {
                try await under.way()
                return "b"
            }
        }
        let number = Task {
            try await numbers.answer(to: "c") {
                try await under.way()
                return 1
            }
        }
        await #expect(throws: Fault.self) { try await failed.value }
        #expect(try await text.value == "b")
        #expect(try await number.value == 1)
        #expect(await under.most == 1)
    }

    /// How many count at once.
    private actor Counting {
        private var now = 0
        private(set) var most = 0

        func way() async throws {
            now += 1
            most = max(most, now)
            try await Task.sleep(for: .milliseconds(20))
            now -= 1
        }
    }

    private actor Counted {
        private(set) var number = 0
        func note() { number += 1 }
    }
}
