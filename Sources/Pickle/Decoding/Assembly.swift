/// Turns the finished graph of a pickle into a value, within the bounds of depth and number.
///
/// It recurses, at most as deep as the bound. A node fetched from the memo is put together once, so that a pickle
/// whose lists double a shared list ends at the bound of nodes after as many steps as it has opcodes.
struct Assembly {
    private struct Part {
        var value: PickleValue
        /// Levels of nesting, at least 1.
        var height: Int
        /// Values in it, itself included.
        var nodes: Int
    }

    private let bytes: [UInt8]
    private let graph: Graph
    private let limits: PickleLimits
    private var finished: [Int32: Part] = [:]

    init(bytes: [UInt8], graph: Graph, limits: PickleLimits) {
        self.bytes = bytes
        self.graph = graph
        self.limits = limits
    }

    mutating func value(of root: Int32) throws(PickleError) -> PickleValue {
        try part(root, level: 1).value
    }

    private mutating func part(_ index: Int32, level: Int) throws(PickleError) -> Part {
        switch graph[index] {
        case .none: return leaf(.none)
        case .bool(let value): return leaf(.bool(value))
        case .int(let value): return leaf(.int(value))
        case .float(let value): return leaf(.float(value))
        case .text(let value): return leaf(.text(value))
        case .bytes(let range): return leaf(.bytes(Array(bytes[range])))
        case .classReference(let module, let name): return leaf(.classReference(try type(module, name)))
        default: return try container(index, level: level)
        }
    }

    private func leaf(_ value: PickleValue) -> Part { Part(value: value, height: 1, nodes: 1) }

    private func type(_ module: Int32, _ name: Int32) throws(PickleError) -> PickleClass {
        guard let module = graph.text(module), let name = graph.text(name) else { throw PickleError.tooDeep }
        return PickleClass(module: module, name: name)
    }

    private mutating func container(_ index: Int32, level: Int) throws(PickleError) -> Part {
        guard level <= limits.depth else { throw PickleError.tooDeep }
        let isShared = graph.shared.contains(index)
        if isShared, let part = finished[index] {
            guard level + part.height - 1 <= limits.depth else { throw PickleError.tooDeep }
            return part
        }
        let part = try assemble(graph[index], level: level)
        if isShared { finished[index] = part }
        return part
    }

    private mutating func assemble(_ node: Graph.Node, level: Int) throws(PickleError) -> Part {
        var part = leaf(.none)
        switch node {
        case .list(let items): part.value = .list(try children(items, level, &part))
        case .tuple(let items): part.value = .tuple(try children(items, level, &part))
        case .tuple1(let only): part.value = .tuple(try children([only], level, &part))
        case .tuple2(let first, let second): part.value = .tuple(try children([first, second], level, &part))
        case .tuple3(let first, let second, let third):
            part.value = .tuple(try children([first, second, third], level, &part))
        case .dictionary(let items): part.value = .dictionary(pairs(try children(items, level, &part)))
        case .set(let items, let frozen):
            let type = PickleClass(module: "builtins", name: frozen ? "frozenset" : "set")
            let arguments = [PickleValue.list(try children(items, level, &part))]
            part.value = .object(PickleObject(type: type, arguments: arguments))
        case .object(let type, let arguments, let state):
            part.value = .object(try object(type, arguments, state, level, &part))
        default: break
        }
        return part
    }

    private mutating func children(
        _ items: [Int32], _ level: Int, _ parent: inout Part
    ) throws(PickleError) -> [PickleValue] {
        guard parent.nodes + items.count <= limits.nodes else { throw PickleError.tooManyNodes }
        var values: [PickleValue] = []
        values.reserveCapacity(items.count)
        for item in items {
            let child = try part(item, level: level + 1)
            parent.nodes += child.nodes
            parent.height = max(parent.height, child.height + 1)
            guard parent.nodes <= limits.nodes else { throw PickleError.tooManyNodes }
            values.append(child.value)
        }
        return values
    }

    private func pairs(_ items: [PickleValue]) -> [PicklePair] {
        stride(from: 0, to: items.count - 1, by: 2).map { PicklePair(key: items[$0], value: items[$0 + 1]) }
    }

    private mutating func object(
        _ type: Int32, _ arguments: Int32, _ state: Int32?, _ level: Int, _ part: inout Part
    ) throws(PickleError) -> PickleObject {
        guard case .classReference(let module, let name) = graph[type] else { throw PickleError.tooDeep }
        let parts = try children([arguments] + (state.map { [$0] } ?? []), level, &part)
        guard case .tuple(let values) = parts[0] else { throw PickleError.tooDeep }
        return PickleObject(
            type: try self.type(module, name), arguments: values, state: parts.count > 1 ? parts[1] : nil)
    }
}
