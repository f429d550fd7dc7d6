import Foundation
import Testing

@testable import Demo

/// fail2ban's own regex judge says what the stock filters make of the simulator's lines.
struct LogLinesTests {
    @Test(arguments: DemoService.allCases)
    func `the stock filter finds every failure, with its address, and nothing else`(service: DemoService) async throws {
        try await withTemporaryFolder { path in
            let folder = try DemoFolder(making: path)
            let environment = DemoFail2ban.childEnvironment(from: ProcessInfo.processInfo.environment)
            let tree = try await PackageTree.prepare(in: folder, environment: environment, progress: { _ in })
            try DemoConfiguration(folder: folder, socket: path + "/unused.sock").write(from: tree)
            let attempts = day(of: service)
            let log = folder.logs + "/" + service.logName
            try attempts.map(LogLines.text).joined().write(toFile: log, atomically: true, encoding: .utf8)
            let judge = try ChildProcess(
                [
                    DemoFail2ban.python, tree.root + "/usr/bin/fail2ban-regex", "-c", folder.configuration,
                    "--usedns", "no", "-o", "ip", log, DemoJail.watching(service).filter,
                ],
                in: path, environment: environment.merging(["PYTHONPATH": tree.modules]) { $1 },
                output: path + "/regex.out")
            #expect(await judge.status() == 0)
            let found = try String(contentsOfFile: path + "/regex.out", encoding: .utf8).split(separator: "\n")
            let expected = attempts.filter { $0.kind == .failure }.map(\.address)
            #expect(expected.count > 20)
            #expect(attempts.count > expected.count || service == .webLogin)
            #expect(found.map(String.init) == expected)
        }
    }

    /// What happens at one service in three hours.
    private func day(of service: DemoService) -> [Attempt] {
        let start: Int64 = 1_790_000_000_000
        var scenario = Scenario(seed: 11, start: start, pace: 1)
        return (1...10_800).flatMap { scenario.advance(to: start + $0 * 1000) }.filter { $0.service == service }
    }
}
