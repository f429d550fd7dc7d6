import Pickle
import Testing

@testable import Fail2ban

@Suite struct EnvelopeTests {
    private func exception(_ name: String, _ arguments: [PickleValue]) -> PickleValue {
        .object(PickleObject(type: PickleClass(module: "builtins", name: name), arguments: arguments))
    }

    private func failure(_ reply: PickleValue) -> Fail2banError? {
        do throws(Fail2banError) {
            _ = try Envelope.open(reply)
            return nil
        } catch {
            return error
        }
    }

    private func refusal(_ value: PickleValue) -> Fail2banError? { failure(.tuple([.int(1), value])) }

    private func refused(_ exception: String, _ message: String) -> Fail2banError {
        .refused(DaemonRefusal(exception: exception, message: message))
    }

    @Test func `the value of a result comes out as it is, an error's name and words do too`() throws {
        #expect(try Envelope.open(.tuple([.int(0), .text("ERROR: x")])) == .text("ERROR: x"))
        #expect(refusal(exception("ValueError", [.text("no"), .int(7)])) == refused("ValueError", "no: 7"))
        #expect(refusal(exception("KeyError", [])) == refused("KeyError", ""))
    }

    @Test func `an unknown jail is told by its exception with a name, and by nothing else`() {
        #expect(refusal(exception("UnknownJailException", [.text("a")])) == .unknownJail(JailName(existing: "a")))
        #expect(refusal(exception("UnknownJailException", [.int(1)])) == refused("UnknownJailException", "1"))
        #expect(refusal(exception("ValueError", [.text("a")])) == refused("ValueError", "a"))
    }

    @Test func `a refusal without an exception has words only`() {
        #expect(refusal(.text("Invalid command")) == refused("", "Invalid command"))
        #expect(failure(.text("ERROR: out of memory")) == refused("", "out of memory"))
        #expect(failure(.text("error: x")) == refused("", "error: x"))
        #expect(failure(.text("")) == refused("", ""))
    }

    @Test func `a daemon that ends says so`() {
        #expect(failure(.list([.text("SHUTDOWN")])) == .shuttingDown)
    }

    @Test(arguments: [
        .none, .int(0), .tuple([]), .tuple([.int(0)]), .tuple([.int(0), .none, .none]), .tuple([.int(2), .none]),
        .tuple([.bool(false), .none]), .list([.int(0), .none]), .list([]), .tuple([.text("SHUTDOWN")]),
        PickleValue.list([.text("SHUTDOWN"), .none]),
    ])
    func `what is neither a result nor an error is malformed`(_ reply: PickleValue) {
        #expect(failure(reply) == .malformedReply("neither a result nor an error"))
    }

    @Test(arguments: [
        (.none, "None"), (.bool(true), "True"), (.bool(false), "False"), (.int(-3), "-3"), (.float(1.5), "1.5"),
        (.text("a"), "a"), (.bytes([0x61, 0xff]), "a\u{fffd}"), (.list([.int(1), .text("b")]), "1, b"),
        (.tuple([.none, .int(2)]), "None, 2"),
        (
            .dictionary([PicklePair(key: .text("a"), value: .int(1)), PicklePair(key: .int(2), value: .none)]),
            "a: 1, 2: None"
        ),
        (.classReference(PickleClass(module: "posix", name: "system")), "system"),
        (
            PickleValue.object(
                PickleObject(type: PickleClass(module: "m", name: "T"), arguments: [.int(1), .list([.text("x")])])),
            "T(1, x)"
        ),
    ])
    func `what an exception holds is told to people in a line`(_ value: PickleValue, _ words: String) {
        #expect(refusal(exception("E", [value])) == refused("E", words))
    }
}
