import Foundation
import Logging
import ServiceLifecycle
import Testing

@testable import Demo

struct DemoFail2banTests {
    let logger = Logger(label: "demo-tests") { _ in SwiftLogNoOpLogHandler() }
    let environment = ProcessInfo.processInfo.environment

    @Test func `every jail bans within half a minute, because of log lines, and all is gone after the stop`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let before = SystemTraces.now
            let demo = try await start(in: folder)
            let simulator = demo.simulator(seed: 7, now: milliseconds, logger: logger)
            let task = Task { try await simulator.run() }
            let expected = Set(DemoJail.all.map(\.name))
            let record = folder + "/actions.log"
            // A busy machine takes longer to read what was written in time.
            let banned = try await eventually(within: .seconds(60)) {
                let jails = Set(bans(in: record).map(\.jail))
                return jails == expected ? jails : nil
            }
            #expect(banned == expected)
            #expect(try await actions(of: demo) == Set(["demo-record"]))
            task.cancel()
            try await task.value
            for ban in bans(in: record) { #expect(try logs(in: folder).contains(ban.address)) }
            let pid = demo.processID
            await demo.stop()
            #expect(kill(pid, 0) == -1)
            #expect(!FileManager.default.fileExists(atPath: demo.socketPath))
            #expect(processes(naming: folder).isEmpty)
            #expect(SystemTraces.now == before)
        }
    }

    @Test func `a folder too deep for a socket gets one in a short temporary folder, removed with the demo`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let deep = folder + "/" + String(repeating: "a-long-name-", count: 10)
            let demo = try await start(in: deep)
            #expect(demo.socketPath.utf8.count < 100)
            #expect(!demo.socketPath.hasPrefix(folder))
            let pid = demo.processID
            kill(pid, SIGSTOP)
            await demo.stop()
            #expect(kill(pid, 0) == -1)
            let last = try String(contentsOfFile: deep + "/fail2ban.log", encoding: .utf8).split(separator: "\n").last
            #expect(last?.hasSuffix("Exiting Fail2ban") == true, "ended by force: \(last ?? "")")
            let made = demo.socketPath.dropLast("/fail2ban.sock".count)
            #expect(!FileManager.default.fileExists(atPath: String(made)))
        }
    }

    @Test func `a start after a daemon was killed uses what is unpacked and leaves no second daemon`() async throws {
        try await withTemporaryFolder { folder in
            let first = try await start(in: folder)
            kill(first.processID, SIGKILL)
            await first.stop()
            var steps: [String] = []
            let second = try await DemoFail2ban.start(
                in: folder, environment: environment, progress: { steps.append($0) }, logger: logger)
            #expect(steps.count == 1)
            #expect(processes(naming: folder) == [second.processID])
            await second.stop()
        }
    }

    @Test func `a path that fail2ban would misread is refused before anything is started`() async throws {
        try await withTemporaryFolder { folder in
            let odd = folder + "/with blank"
            await #expect(throws: DemoError.unsuitableFolder(odd)) {
                try await start(in: odd)
            }
        }
    }

    private func start(in folder: String) async throws -> DemoFail2ban {
        try await DemoFail2ban.start(in: folder, environment: environment, progress: { _ in }, logger: logger)
    }

    private func actions(of demo: DemoFail2ban) async throws -> Set<String> {
        var found: Set<String> = []
        for jail in DemoJail.all {
            let output = demo.folder.path + "/client.out"
            let child = try ChildProcess(
                demo.clientProgram + ["get", jail.name, "actions"], in: demo.folder.path,
                environment: demo.clientEnvironment, output: output)
            #expect(await child.status() == 0)
            // The client's second line lists the names.
            let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
            found.formUnion(lines.dropFirst().flatMap { $0.split(separator: ", ").map(String.init) })
        }
        return found
    }

    private func logs(in folder: String) throws -> String {
        try (DemoService.allCases.map { "logs/" + $0.logName } + ["fail2ban.log"])
            .map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }.joined()
    }
}
