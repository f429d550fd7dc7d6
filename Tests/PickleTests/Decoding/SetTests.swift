import Pickle
import Testing

/// Sets, which Python makes without a call since protocol 4.
@Suite struct SetTests {
    private func value(_ body: [UInt8]) throws -> PickleValue {
        try PickleValue.decode([0x80, 4] + body + [0x2e]).value
    }

    private func object(_ name: String, _ items: [PickleValue]) -> PickleValue {
        .object(PickleObject(type: PickleClass(module: "builtins", name: name), arguments: [.list(items)]))
    }

    @Test func `a set is an inert object of its items, whether or not it can change`() throws {
        // Python writes {1, 2} as EMPTY_SET, MARK, items, ADDITEMS; and frozenset({1}) as MARK, item, FROZENSET.
        #expect(try value([0x8f, 0x28, 0x4b, 1, 0x4b, 2, 0x90]) == object("set", [.int(1), .int(2)]))
        #expect(try value([0x8f]) == object("set", []))
        #expect(try value([0x28, 0x4b, 1, 0x91]) == object("frozenset", [.int(1)]))
        #expect(try value([0x28, 0x91]) == object("frozenset", []))
    }

    @Test func `items added later come behind the former ones, wherever the set occurs`() throws {
        let twice: [UInt8] = [0x8f, 0x94, 0x28, 0x4b, 1, 0x90, 0x68, 0, 0x28, 0x4b, 2, 0x90, 0x86]
        let both = object("set", [.int(1), .int(2)])
        #expect(try value(twice) == .tuple([both, both]))
    }

    @Test func `the items of a set count as values and as levels`() throws {
        let pair: [UInt8] = [0x80, 4, 0x8f, 0x28, 0x4b, 1, 0x4b, 2, 0x90, 0x2e]
        #expect(try PickleValue.decode(pair, limits: PickleLimits(nodes: 3)).value != .none)
        #expect(throws: PickleError.tooManyNodes) { try PickleValue.decode(pair, limits: PickleLimits(nodes: 2)) }
        let nested = [UInt8](repeating: 0x28, count: 32) + [0x4e] + [UInt8](repeating: 0x91, count: 32)
        #expect(try value(nested) != .none)
        #expect(throws: PickleError.tooDeep) { try value([0x28] + nested + [0x91]) }
    }

    @Test func `a set within itself is too deep, and nothing is added to what is none`() {
        #expect(throws: PickleError.tooDeep) { try value([0x8f, 0x94, 0x28, 0x68, 0, 0x90]) }
        #expect(throws: PickleError.wrongType(at: 6)) { try value([0x4e, 0x28, 0x4b, 1, 0x90]) }
        #expect(throws: PickleError.stackUnderflow(at: 3)) { try value([0x4e, 0x91]) }
    }
}
