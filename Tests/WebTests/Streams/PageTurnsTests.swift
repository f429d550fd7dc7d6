import Synchronization
import Testing

@testable import Web

/// Pages of readers that are behind, built one after the other.
struct PageTurnsTests {
    private struct Broken: Error {}

    /// What readers did.
    private final class Diary: Sendable {
        private let state = Mutex((building: 0, most: 0, done: [Int]()))

        var most: Int { state.withLock(\.most) }
        var done: [Int] { state.withLock(\.done) }

        func begin() { state.withLock { $0 = ($0.building + 1, max($0.most, $0.building + 1), $0.done) } }
        func end(_ number: Int) { state.withLock { $0 = ($0.building - 1, $0.most, $0.done + [number]) } }
    }

    private let turns = PageTurns()
    private let diary = Diary()

    @Test func `of many readers at once one builds its page at a time`() async {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                group.addTask { [turns, diary] in
                    await turns.run {
                        diary.begin()
                        await Task.yield()
                        diary.end(number)
                    }
                }
            }
        }
        #expect(diary.most == 1 && diary.done.count == 100)
    }

    @Test func `whoever asked first builds first`() async {
        await turns.run {
            // Each is in line before the next one comes, since this page is not done.
            for number in 0..<5 {
                Task { [turns, diary] in await turns.run { diary.end(number) } }
                while turns.waiting <= number { await Task.yield() }
            }
        }
        while diary.done.count < 5 { await Task.yield() }
        #expect(diary.done == [0, 1, 2, 3, 4])
    }

    @Test func `a page that could not be built gives the turn on`() async {
        await #expect(throws: Broken.self) { try await turns.run { throw Broken() } }
        #expect(await turns.run { 7 } == 7)
    }
}
