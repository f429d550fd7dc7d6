import Pickle
import TestSupport
import Testing

@Suite(.shows("ABUSE-6", "ASVS-1.4.1", "ASVS-1.4.2", "ASVS-1.5.2")) struct HostilePickleTests {
    /// Bytes between `PROTO 4` and `STOP`.
    private func pickle(_ body: [UInt8]) -> [UInt8] { [0x80, 4] + body + [0x2e] }

    private func error(_ bytes: [UInt8]) -> PickleError? {
        do throws(PickleError) {
            _ = try PickleValue.decode(bytes)
            return nil
        } catch {
            return error
        }
    }

    private func quickly(_ body: () -> Void) {
        // By construction far less; the bound only catches work that grows without limit.
        #expect(ContinuousClock().measure(body) < .seconds(20))
    }

    @Test func `a list doubled thirty times ends at the bound of values`() {
        // [], then thirty times a list that holds the former one twice.
        var body: [UInt8] = [0x5d, 0x94]
        for level in 0..<30 { body += [0x5d, 0x94, 0x28, 0x68, UInt8(level), 0x68, UInt8(level), 0x65] }
        quickly { #expect(error(pickle(body)) != nil) }
    }

    @Test func `doubling within the bound of depth ends at the bound of values`() {
        var body: [UInt8] = [0x5d, 0x94]
        for level in 0..<28 {
            body += [0x5d, 0x94, 0x28, 0x68, UInt8(level), 0x68, UInt8(level), 0x65]
        }
        quickly { #expect(error(pickle([0x28] + body + [0x74])) == .tooManyNodes) }
    }

    @Test func `a list inside itself is too deep`() {
        #expect(error(pickle([0x5d, 0x94, 0x68, 0, 0x61])) == .tooDeep)
    }

    @Test func `a million nested lists end before they cost memory`() {
        let body = [UInt8](repeating: 0x5d, count: 1_000_000) + [UInt8](repeating: 0x61, count: 999_999)
        quickly { #expect(error(pickle(body)) == .stackTooLarge) }
    }

    @Test func `thirty-two levels are accepted and one more is not`() throws {
        func nested(_ levels: Int) -> [UInt8] {
            [UInt8](repeating: 0x5d, count: levels) + [UInt8](repeating: 0x61, count: levels - 1)
        }
        #expect(error(pickle(nested(32))) == nil)
        #expect(error(pickle(nested(33))) == .tooDeep)
    }

    @Test func `a memory index far away is refused`() {
        #expect(error(pickle([0x4e, 0x72, 0xff, 0xff, 0xff, 0x7f])) == .memoTooLarge)
        #expect(error(pickle([0x6a, 0xff, 0xff, 0xff, 0x7f])) == .unknownMemo(0x7fff_ffff))
    }

    @Test func `a length beyond the bound is refused before its bytes come`() throws {
        #expect(error([0x80, 4, 0x58, 0xff, 0xff, 0xff, 0x7f]) == .tooLong)
        var scanner = PickleScanner()
        #expect(throws: PickleError.tooLong) { try scanner.end(in: [0x80, 4, 0x58, 0xff, 0xff, 0xff, 0x7f]) }
    }

    @Test func `a frame that claims more than there is is refused`() {
        #expect(error([0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x4e, 0x2e]) == .tooLong)
        #expect(error([0x80, 4, 0x95, 0xff, 0, 0, 0, 0, 0, 0, 0, 0x4e, 0x2e]) == .truncated)
    }

    @Test(arguments: [0x8d, 0x8e, 0x8b, 0x81, 0x92, 0x30, 0x31, 0x32, 0x50, 0x51, 0x82, 0x83, 0x84, 0x96, 0x97, 0x56])
    func `an opcode that fail2ban never writes is refused`(_ opcode: UInt8) {
        #expect(error([0x80, 4, opcode, 0, 0, 0, 0, 0, 0, 0, 0x40]) == .unknownOpcode(opcode, at: 2))
    }

    @Test func `a call of a function is data that names it`() throws {
        let body = [0x63] + Array("posix\nsystem\n".utf8) + [0x58, 2, 0, 0, 0] + Array("id".utf8) + [0x85, 0x52]
        let value = try PickleValue.decode(pickle(body)).value
        let type = PickleClass(module: "posix", name: "system")
        #expect(value == .object(PickleObject(type: type, arguments: [.text("id")])))
    }

    @Test func `an end without a beginning, too few values and wrong kinds are errors`() {
        #expect(error([]) == .truncated)
        #expect(error([0x80, 9, 0x4e, 0x2e]) == .unsupportedProtocol(9))
        #expect(error(pickle([])) != nil)
        #expect(error(pickle([0x4e, 0x4e])) != nil)
        #expect(error(pickle([0x28])) != nil)
        #expect(error(pickle([0x85])) != nil)
        #expect(error(pickle([0x4e, 0x4e, 0x61])) != nil)
        #expect(error(pickle([0x28, 0x4e, 0x85])) != nil)
        #expect(error(pickle([0x4e, 0x28, 0x61])) != nil)
        #expect(error(pickle([0x7d, 0x28, 0x4e, 0x75])) != nil)
        #expect(error(pickle([0x4e, 0x29, 0x52])) != nil)
        #expect(error(pickle([0x4e, 0x4e, 0x93])) != nil)
        #expect(error(pickle([0x5d, 0x7d, 0x62])) != nil)
        #expect(error(pickle([0x49, 0x78, 0x0a])) != nil)
    }

    @Test func `more bytes, values or memory than allowed end in errors`() {
        let list = pickle([0x5d, 0x28] + [UInt8](repeating: 0x4e, count: 100) + [0x65])
        func error(_ limits: PickleLimits, _ bytes: [UInt8]) -> PickleError? {
            do throws(PickleError) {
                _ = try PickleValue.decode(bytes, limits: limits)
                return nil
            } catch {
                return error
            }
        }
        #expect(error(PickleLimits(nodes: 100), list) == .tooManyNodes)
        #expect(error(PickleLimits(bytes: 50), list) == .tooLong)
        #expect(error(PickleLimits(stack: 50), list) == .stackTooLarge)
        #expect(error(PickleLimits(memo: 1), pickle([0x5d, 0x94, 0x4e, 0x94, 0x61])) == .memoTooLarge)
        #expect(error(PickleLimits(nodes: 101), list) == nil)
    }

    @Test func `the scanner ends a stream without end at the bound`() {
        var scanner = PickleScanner(limits: PickleLimits(bytes: 1000))
        var bytes: [UInt8] = [0x80, 4]
        #expect(throws: PickleError.tooLong) {
            while try scanner.end(in: bytes) == nil { bytes += [UInt8](repeating: 0x4e, count: 100) }
        }
    }
}
