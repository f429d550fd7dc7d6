import Foundation
import Testing

/// One line of the demo's action record.
struct RecordedBan: Equatable {
    let jail: String
    let address: String
}

/// What the demo's action wrote down as banned.
func bans(in record: String) -> [RecordedBan] {
    let text = (try? String(contentsOfFile: record, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 4, words[1] == "ban" else { return nil }
        return RecordedBan(jail: words[2], address: words[3])
    }
}

/// What an installed fail2ban, or one with the default paths, would leave on the machine.
struct SystemTraces: Equatable {
    let existing: [String]

    static var now: SystemTraces {
        let paths = [
            "/etc/fail2ban", "/run/fail2ban", "/var/run/fail2ban", "/var/lib/fail2ban", "/var/log/fail2ban.log",
            "/usr/bin/fail2ban-server", "/var/lib/dpkg/info/fail2ban.list",
        ]
        return SystemTraces(existing: paths.filter(FileManager.default.fileExists(atPath:)))
    }
}

/// The ids of all processes whose command line names a folder.
func processes(naming folder: String) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap(Int32.init).filter { pid in
        let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
        return String(decoding: line, as: UTF8.self).contains(folder)
    }
}

/// A new folder with a short path, removed afterwards.
func withTemporaryFolder(_ body: (String) async throws -> Void) async throws {
    let folder = "/tmp/bangui-demo-tests-\(UInt32.random(in: 0...UInt32.max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}

/// Asks again every 200 ms until there is an answer.
func eventually<Answer>(within limit: Duration, _ ask: () throws -> Answer?) async throws -> Answer? {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if let answer = try ask() { return answer }
        try await Task.sleep(for: .milliseconds(200))
    }
    return try ask()
}

/// UTC epoch milliseconds.
@Sendable func milliseconds() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
