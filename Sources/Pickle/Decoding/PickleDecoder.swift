/// A value and how many bytes its pickle took.
public struct DecodedPickle: Hashable, Sendable {
    /// The value.
    public var value: PickleValue
    /// The bytes up to and with the end opcode; what follows them is not the pickle's.
    public var consumed: Int
}

extension PickleValue {
    /// Decodes the pickle that `bytes` begin with, of any protocol from 2 to 5. Classes are never looked up: what
    /// would be a call becomes a `PickleObject`, except that a call of `str` with one text is that text, which is how
    /// fail2ban's addresses arrive. A whole number beyond 64
    /// bits becomes an inert `builtins.int` of its decimal digits.
    public static func decode(
        _ bytes: [UInt8], limits: PickleLimits = PickleLimits()
    ) throws(PickleError) -> DecodedPickle {
        var decoder = PickleDecoder(bytes: bytes, limits: limits)
        let root = try decoder.run()
        var assembly = Assembly(bytes: bytes, graph: decoder.graph, limits: limits)
        return DecodedPickle(value: try assembly.value(of: root), consumed: decoder.next)
    }
}

/// The machine that a pickle is a program of, with data only.
struct PickleDecoder {
    let bytes: [UInt8]
    let limits: PickleLimits
    var graph: Graph
    var next = 0
    var stack: [Int32] = []
    /// Heights of the stack at which marks stand.
    var marks: [Int] = []
    /// Remembered values; -1 where none is.
    var memo: [Int32] = []
    /// How many of `memo` were set, which is the index of the next `MEMOIZE`.
    var remembered = 0

    init(bytes: [UInt8], limits: PickleLimits) {
        self.bytes = bytes
        self.limits = limits
        graph = Graph(limit: limits.nodes)
    }

    /// Runs up to the end opcode and gives the index of the result.
    mutating func run() throws(PickleError) -> Int32 {
        while true {
            guard let step = try Instruction(in: bytes, at: next, limit: limits.bytes) else {
                throw PickleError.truncated
            }
            next = step.end
            guard next <= limits.bytes else { throw PickleError.tooLong }
            if step.opcode == .stop { break }
            try execute(step)
        }
        guard stack.count == 1, marks.isEmpty else { throw PickleError.stackUnderflow(at: next - 1) }
        return stack[0]
    }

    private mutating func execute(_ step: Instruction) throws(PickleError) {
        switch step.opcode {
        case .stop: break
        case .proto: try checkProtocol(step)
        case .frame: try checkFrame(step)
        case .mark: try pushMark()
        case .memoize, .binPut, .longBinPut, .binGet, .longBinGet: try remember(step)
        case .none: try push(.none)
        case .newTrue: try push(.bool(true))
        case .newFalse: try push(.bool(false))
        case .binInt1, .binInt2, .binInt, .long1, .int: try pushInteger(step)
        case .binFloat: try push(.float(float(step)))
        case .shortBinUnicode, .binUnicode, .shortBinString, .binString: try push(.text(text(step.operand)))
        case .shortBinBytes, .binBytes: try push(.bytes(step.operand))
        case .emptyList, .emptyDictionary, .emptySet, .emptyTuple, .append, .appends, .addItems, .setItem, .setItems,
            .frozenSet, .tuple, .tuple1, .tuple2, .tuple3:
            try collect(step)
        case .stackGlobal, .global, .reduce, .build: try call(step)
        }
    }

    private func checkProtocol(_ step: Instruction) throws(PickleError) {
        let version = bytes[step.operand.lowerBound]
        guard version <= 5 else { throw PickleError.unsupportedProtocol(version) }
    }

    private func checkFrame(_ step: Instruction) throws(PickleError) {
        guard bytes.littleEndian(step.operand) <= UInt64(bytes.count - step.end) else { throw PickleError.truncated }
    }
}

// MARK: The stack

extension PickleDecoder {
    mutating func push(_ node: Graph.Node) throws(PickleError) {
        try push(graph.add(node))
    }

    mutating func push(_ index: Int32) throws(PickleError) {
        guard stack.count < limits.stack else { throw PickleError.stackTooLarge }
        stack.append(index)
    }

    mutating func pushMark() throws(PickleError) {
        guard marks.count < limits.stack else { throw PickleError.stackTooLarge }
        marks.append(stack.count)
    }

    /// Takes the topmost value, never one below the last mark.
    mutating func pop(_ step: Instruction) throws(PickleError) -> Int32 {
        guard stack.count > marks.last ?? 0 else { throw PickleError.stackUnderflow(at: step.start) }
        return stack.removeLast()
    }

    /// The topmost value, left where it is.
    func top(_ step: Instruction) throws(PickleError) -> Int32 {
        guard stack.count > marks.last ?? 0 else { throw PickleError.stackUnderflow(at: step.start) }
        return stack[stack.count - 1]
    }

    /// Takes the last mark and what lies above it.
    mutating func popToMark(_ step: Instruction) throws(PickleError) -> ArraySlice<Int32> {
        guard let height = marks.popLast() else { throw PickleError.stackUnderflow(at: step.start) }
        let items = stack[height...]
        stack.removeLast(stack.count - height)
        return items
    }
}
