import Fail2ban
import TestSupport
import Testing

@Suite struct BanTimeTextTests {
    static let accepted: [(String, Int64)] = [
        ("3600", 3600), ("1h", 3600), ("10m", 600), ("1d 2h", 93_600), ("1d2h", 93_600), ("1w", 604_800),
        (" 90 min ", 5400), ("1h 30", 3630), ("2MO", 5_259_600), ("1y", 31_557_600), ("1 ", 1),
        ("100y", 3_155_760_000),
    ]

    @Test(arguments: accepted) func `a sum of numbers with units is so many seconds`(
        _ text: String, _ seconds: Int64
    ) throws {
        #expect(try BanTime(typed: text) == .seconds(seconds))
    }

    @Test func `our reading of units is the daemon's own`() throws {
        let tree = try Fail2banTree.unpacked()
        for (text, seconds) in Self.accepted {
            let run = try runProgram(
                tree.program("fail2ban-client") + ["--str2sec", text], environment: tree.environment)
            #expect(run.output.split(separator: "\n").last.flatMap { Double($0) } == Double(seconds), "\(text)")
        }
    }

    @Test func `permanent is a word or minus one`() throws {
        #expect(try BanTime(typed: "permanent") == .permanent)
        #expect(try BanTime(typed: " -1") == .permanent)
    }

    static let refused: [(String, BanTimeError)] = [
        ("", .empty), ("  ", .empty), ("abc", .expectedNumber("abc")), ("-5", .expectedNumber("-5")),
        ("60*10", .expectedNumber("*10")), ("1.5h", .expectedNumber(".5h")), ("5ms", .unknownUnit("ms")),
        ("1e3", .unknownUnit("e")), ("0", .tooShort), ("0d", .tooShort), ("101y", .tooLong),
        ("99999999999999999999", .tooLong), ("100y 1s", .tooLong),
        ("__import__('os').system('id')+600", .expectedNumber("__import__('os').system('id')+600")),
        ("1h\u{0}", .expectedNumber("\u{0}")), ("１h", .expectedNumber("１h")),
    ]

    @Test(.shows("ASVS-1.4.2"), arguments: refused) func `anything else is refused with what is wrong`(
        _ text: String, _ error: BanTimeError
    ) {
        #expect(throws: error) { try BanTime(typed: text) }
    }

    @Test(
        arguments: [
            (3600, "1h"), (93_600, "1d 2h"), (604_800, "1w"), (864_000, "10d"), (90, "1m 30s"), (1, "1s"), (0, "0s"),
        ] as [(Int64, String)])
    func `a time is written in its largest units`(_ seconds: Int64, _ text: String) {
        #expect(BanTime.seconds(seconds).text == text)
        #expect(BanTime.permanent.text == "permanent")
    }

    @Test func `what is written reads back as the same time`() throws {
        for seconds in (1...200).map({ Int64($0 * $0 * 7919) }) {
            #expect(try BanTime(typed: BanTime.seconds(seconds).text) == .seconds(seconds))
        }
    }
}
