// Lists, tuples, dictionaries, sets, and what looks like calls.
extension PickleDecoder {
    mutating func collect(_ step: Instruction) throws(PickleError) {
        switch step.opcode {
        case .emptyList: try push(.list([]))
        case .emptyDictionary: try push(.dictionary([]))
        case .emptySet: try push(.set([], frozen: false))
        case .emptyTuple: try push(.tuple([]))
        case .append:
            let item = try pop(step)
            try graph.append([item], to: top(step), at: step.start)
        case .appends, .addItems:
            let items = try popToMark(step)
            try graph.append(items, to: top(step), at: step.start)
        case .setItem:
            let value = try pop(step)
            let key = try pop(step)
            try graph.insert([key, value], into: top(step), at: step.start)
        case .setItems:
            let items = try popToMark(step)
            try graph.insert(items, into: top(step), at: step.start)
        default: try collectFixed(step)
        }
    }

    private mutating func collectFixed(_ step: Instruction) throws(PickleError) {
        switch step.opcode {
        case .frozenSet:
            let items = try popToMark(step)
            try push(.set(Array(items), frozen: true))
        case .tuple1:
            try push(.tuple1(pop(step)))
        case .tuple2:
            let (second, first) = (try pop(step), try pop(step))
            try push(.tuple2(first, second))
        case .tuple3:
            let (third, second, first) = (try pop(step), try pop(step), try pop(step))
            try push(.tuple3(first, second, third))
        default:
            let items = try popToMark(step)
            try push(.tuple(Array(items)))
        }
    }

    mutating func call(_ step: Instruction) throws(PickleError) {
        switch step.opcode {
        case .global: try pushGlobal(step)
        case .stackGlobal:
            let (name, module) = (try pop(step), try pop(step))
            guard graph.text(name) != nil, graph.text(module) != nil else {
                throw PickleError.wrongType(at: step.start)
            }
            try push(.classReference(module, name))
        case .build:
            let state = try pop(step)
            let target = try top(step)
            guard case .object(let type, let arguments, _) = graph[target] else {
                throw PickleError.wrongType(at: step.start)
            }
            graph[target] = .object(type, arguments, state: state)
        default: try reduce(step)
        }
    }

    private mutating func pushGlobal(_ step: Instruction) throws(PickleError) {
        let lines = bytes[step.operand].split(separator: 0x0a, omittingEmptySubsequences: false)
        let module = try graph.add(.text(String(decoding: lines[0], as: UTF8.self)))
        let name = try graph.add(.text(String(decoding: lines[1], as: UTF8.self)))
        try push(.classReference(module, name))
    }

    private mutating func reduce(_ step: Instruction) throws(PickleError) {
        let (arguments, type) = (try pop(step), try pop(step))
        guard case .classReference(let module, let name) = graph[type] else {
            throw PickleError.wrongType(at: step.start)
        }
        if isText(module, name), let text = graph.onlyText(ofTuple: arguments) { return try push(text) }
        switch graph[arguments] {
        case .tuple, .tuple1, .tuple2, .tuple3: try push(.object(type, arguments, state: nil))
        default: throw PickleError.wrongType(at: step.start)
        }
    }

    private func isText(_ module: Int32, _ name: Int32) -> Bool {
        switch (graph.text(module), graph.text(name)) {
        case ("builtins", "str"), ("__builtin__", "str"), ("__builtin__", "unicode"): true
        default: false
        }
    }
}
