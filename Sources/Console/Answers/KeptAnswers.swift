import Synchronization

/// What takes long to count, kept for some time and counted anew beside the requests, one question after the other.
final class KeptAnswers<Answer: Sendable>: Sendable {
    private struct Kept {
        var answer: Answer
        var at: ContinuousClock.Instant
        var cost: Duration
    }

    private struct Counting {
        var task: Task<Answer, any Error>
        var since: ContinuousClock.Instant
    }

    private struct State {
        var kept: [String: Kept] = [:]
        var running: [String: Counting] = [:]
    }

    /// Beats when something was counted that someone did not wait for.
    private let pulse: Pulse
    private let patience: Duration
    private let line: CountingLine
    private let state = Mutex(State())

    /// Kept so long at least.
    private static var shortest: Duration { .seconds(3) }
    /// Counting takes this part of a processor's time at most.
    private static var share: Int { 20 }
    /// What is older is not shown any more, but for what takes long.
    private static var longest: Duration { .seconds(60) }
    /// Questions that are kept.
    private static var capacity: Int { 16 }
    /// Questions that are counted or wait for that; more are not begun, and whoever asks is told to come back.
    private static var mostRunning: Int { 4 }

    /// - Parameters:
    ///   - line: where the questions wait for each other, and for those of others.
    ///   - patience: how long after its beginning requests wait for what is not counted yet. Those that come later are told at
    ///     once.
    init(pulse: Pulse, line: CountingLine = CountingLine(), patience: Duration = .milliseconds(250)) {
        self.pulse = pulse
        self.line = line
        self.patience = patience
    }

    /// The answer to a question, by `count` where none is kept; nil where it is still being counted.
    func answer(to question: String, _ count: @escaping @Sendable () async throws -> Answer) async throws -> Answer? {
        let now = ContinuousClock.now
        let kept = state.withLock { $0.kept[question] }
        if let kept, now - kept.at < max(Self.shortest, kept.cost * Self.share) { return kept.answer }
        guard let counting = begin(question, count) else { return kept?.answer }
        if let kept, now - kept.at < max(Self.longest, kept.cost * Self.share * 2) { return kept.answer }
        return try await inTime(counting)
    }

    /// What was counted, where that takes no longer than a request waits.
    private func inTime(_ counting: Counting) async throws -> Answer? {
        let end = counting.since + patience
        guard .now < end else { return nil }
        let (answers, answer) = AsyncStream<Result<Answer, any Error>>.makeStream()
        Task { answer.yield(await counting.task.result) }
        let timer = Task {
            try? await Task.sleep(until: end)
            answer.finish()
        }
        defer { timer.cancel() }
        return try await answers.first { _ in true }?.get()
    }

    /// Counts, unless it is being done; nil where enough others wait for that.
    private func begin(
        _ question: String, _ count: @escaping @Sendable () async throws -> Answer
    ) -> Counting? {
        state.withLock { state in
            if let running = state.running[question] { return running }
            guard state.running.count < Self.mostRunning else { return nil }
            let counting = Counting(task: line.begin { [self] in try await work(question, count) }, since: .now)
            state.running[question] = counting
            return counting
        }
    }

    private func work(_ question: String, _ count: @Sendable () async throws -> Answer) async throws -> Answer {
        let started = ContinuousClock.now
        defer { state.withLock { $0.running[question] = nil } }
        let answer = try await count()
        let now = ContinuousClock.now
        state.withLock { state in
            if state.kept.count >= Self.capacity, state.kept[question] == nil,
                let oldest = state.kept.min(by: { $0.value.at < $1.value.at })?.key
            {
                state.kept[oldest] = nil
            }
            state.kept[question] = Kept(answer: answer, at: now, cost: now - started)
        }
        if now - started > patience { pulse.beat() }
        return answer
    }
}
