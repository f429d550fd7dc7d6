import Foundation
import Pickle
import TestSupport
import Testing

@Suite struct PythonAgreementTests {
    @Test func `random values go through Python in every protocol and come back as they were`() throws {
        let folder = try TemporaryFolder()
        var random = SeededRandom(seed: 7)
        let values = (0..<400).map { _ in RandomValue.make(depth: 4, using: &random) }
        let lines = try values.map { value in try value.encoded().map { hex($0) }.joined() }
        try folder.write(lines.joined(separator: "\n"), to: "values")
        let script = """
            import pickle
            for line in open("values"):
                value = pickle.loads(bytes.fromhex(line))
                print(" ".join(pickle.dumps(value, protocol).hex() for protocol in (3, 4, 5)))
            """
        let run = try runProgram(["/usr/bin/python3", "-c", script], folder: folder.path)
        #expect(run.status == 0, "\(run.errors)")
        let answers = run.output.split(separator: "\n")
        #expect(answers.count == values.count)
        for (value, answer) in zip(values, answers) {
            for pickle in answer.split(separator: " ") {
                #expect(try PickleValue.decode(bytes(pickle)).value == value)
            }
        }
    }

    @Test func `a reply with a hundred thousand addresses decodes whole`() throws {
        let folder = try TemporaryFolder()
        let script = """
            import pickle
            from fail2ban.server.ipdns import IPAddr
            ips = [IPAddr("10.%d.%d.%d" % (n >> 16, n >> 8 & 255, n & 255)) for n in range(100000)]
            open("reply", "wb").write(pickle.dumps((0, ips), pickle.HIGHEST_PROTOCOL))
            """
        let run = try runProgram(
            ["/usr/bin/python3", "-c", script], environment: Fail2banTree.unpacked().environment, folder: folder.path)
        #expect(run.status == 0, "\(run.errors)")
        let reply = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder.file("reply"))))
        var scanner = PickleScanner()
        var arrived: [UInt8] = []
        for start in stride(from: 0, to: reply.count, by: 65_536) {
            arrived += reply[start..<min(start + 65_536, reply.count)]
            #expect(try scanner.end(in: arrived) == (arrived.count == reply.count ? reply.count : nil))
        }
        let expected = (0..<100_000).map { PickleValue.text("10.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)") }
        let clock = ContinuousClock()
        let start = clock.now
        let isEqual = try PickleValue.decode(reply).value == .tuple([.int(0), .list(expected)])
        #expect(isEqual)
        // 35 ms optimised; this bound is for tests without optimisation on a busy machine.
        #expect(start.duration(to: clock.now) < .seconds(60))
    }

    private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    private func bytes(_ digits: some StringProtocol) -> [UInt8] {
        let digits = Array(digits.utf8)
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
        }
    }
}

/// Values of every kind that can be encoded.
enum RandomValue {
    static func make(depth: Int, using random: inout SeededRandom) -> PickleValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: .none
        case 1: .bool(Bool.random(using: &random))
        case 2: .int(Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...63, using: &random))
        case 3: .float(Double.random(in: -1e9...1e9, using: &random))
        case 4: .text(text(using: &random))
        case 5: .bytes(Array(text(using: &random).utf8))
        case 6: .list(items(depth, &random))
        case 7: .tuple(items(depth, &random))
        default:
            .dictionary(
                items(depth, &random).enumerated().map { PicklePair(key: .text("key \($0)"), value: $1) })
        }
    }

    private static func items(_ depth: Int, _ random: inout SeededRandom) -> [PickleValue] {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in make(depth: depth - 1, using: &random) }
    }

    private static func text(using random: inout SeededRandom) -> String {
        let length = [0, 1, 5, 255, 256, 300].randomElement(using: &random)!
        let scalars: [Unicode.Scalar] = ["a", "é", "\u{0}", "\n", "'", "\u{1f600}", ".", "<"]
        return String(String.UnicodeScalarView((0..<length).map { _ in scalars.randomElement(using: &random)! }))
    }
}
