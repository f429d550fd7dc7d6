import TestSupport
import Testing

@testable import Host

@Suite struct ProgramRunTests {
    private func run(_ words: [String], _ deadline: Duration = .seconds(20)) async -> ProgramRun {
        await ProgramRun.run(words, environment: ["PATH": "/usr/bin:/bin", "A": "b c"], deadline: deadline)
    }

    @Test func `a program gives its status, its output and its errors, and sees only what it was given`() async {
        let run = await run(["sh", "-c", "echo out; echo err >&2; echo \"$A$HOME\"; exit 3"])
        #expect(run.outcome == .exited(status: 3))
        #expect(run.output == "out\nb c\n")
        #expect(run.errors == "err\n")
    }

    @Test func `a program that hangs is killed with what it started`() async {
        let start = ContinuousClock.now
        let run = await run(["sh", "-c", "sleep 60 & sleep 60"], .milliseconds(300))
        #expect(run.outcome == .timedOut)
        #expect(start.duration(to: .now) < .seconds(30))
    }

    @Test func `output beyond the bound is forgotten and does not hold the program up`() async {
        let run = await run(["sh", "-c", "head -c 10000000 /dev/zero"])
        #expect(run.outcome == .exited(status: 0))
        #expect(run.output.utf8.count == 4 << 20)
    }

    @Test func `a program that is not there is told apart`() async {
        guard case .notStarted = await run(["/nonexistent/program"]).outcome else {
            Issue.record("it started")
            return
        }
    }
}
