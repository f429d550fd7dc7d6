import Foundation
import TestSupport

/// A plain reading of a daemon's log and all its rotations, line by line, which shares nothing with BanGUI's own.
struct LogOracle {
    /// Each line that tells of an event, as `KIND JAIL ID MILLISECONDS`, sorted. What leaves the firewall is one kind here.
    /// - Parameter ahead: seconds by which the daemon's clock is ahead of UTC until it goes back by as many.
    static func read(_ daemon: RealFail2ban, ahead: Int = 0) throws -> [String] {
        let folder = daemon.folder.path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        var told: [String] = []
        for name in names where name.hasPrefix("fail2ban.log") {
            let path = folder + "/" + name
            let text =
                name.hasSuffix(".gz")
                ? try runProgram(["/bin/zcat", path]).output
                : String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
            var (ahead, last) = (ahead, Int.min)
            for written in text.split(separator: "\n") {
                guard let (words, time) = line(String(written)) else { continue }
                if last > time + 600_000 { ahead = 0 }
                last = time
                told.append("\(words) \(time - ahead * 1000)")
            }
        }
        return told.sorted()
    }

    private static func line(_ line: String) -> (words: String, time: Int)? {
        guard let match = line.wholeMatch(of: form) else { return nil }
        let time = "\(match.1)T\(match.2)Z"
        guard let second = stamp.date(from: time), let milliseconds = Int(match.3) else { return nil }
        guard let told = told(String(match.4), String(match.5)) else { return nil }
        return (told, Int(second.timeIntervalSince1970) * 1000 + milliseconds)
    }

    private static func told(_ part: String, _ message: String) -> String? {
        if part == "server", message.hasPrefix("Starting Fail2ban") { return "daemon - -" }
        if part == "server", message.hasPrefix("Shutdown in progress") { return "daemon - -" }
        if part == "jail", let match = message.wholeMatch(of: /Jail '(.+)' (started|stopped)/) {
            return "jail \(match.1) -"
        }
        guard
            let match = message.wholeMatch(
                of: /\[([^\]]+)\] (Found|Attempt|Ban|Restore Ban|Unban|Repeal Ban|Ignore) (\S+)(.*)/),
            !match.4.contains("bad -"), !match.4.contains("expired bantime")
        else { return nil }
        let kinds = [
            "Found": "found", "Attempt": "attempt", "Ban": "ban", "Restore Ban": "restore", "Unban": "lift",
            "Repeal Ban": "lift", "Ignore": "ignore",
        ]
        return "\(kinds[String(match.2)] ?? "?") \(match.1) \(match.3)"
    }

    nonisolated(unsafe) private static let stamp = ISO8601DateFormatter()
    nonisolated(unsafe) private static let form =
        /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3}) fail2ban\.(\w+) +\[\d+\]: [A-Z]+ +(.*)/
}
