/// The values of a pickle while it is read, by index: containers can still grow, and be shared.
struct Graph {
    typealias Index = Int

    enum Node {
        case none
        case bool(Bool)
        case int(Int64)
        case float(Double)
        case text(String)
        case bytes(Range<Int>)
        case tuple1(Int32)
        case tuple2(Int32, Int32)
        case tuple3(Int32, Int32, Int32)
        case tuple([Int32])
        case list([Int32])
        /// Keys and values in turn.
        case dictionary([Int32])
        /// A set, frozen or not.
        case set([Int32], frozen: Bool)
        /// Module and name, both texts.
        case classReference(Int32, Int32)
        /// Class and tuple of arguments, and the index of what was built upon it.
        case object(Int32, Int32, state: Int32?)
    }

    private(set) var nodes: [Node] = []
    /// Nodes that were fetched from the memo, and may therefore occur more than once.
    private(set) var shared: Set<Int32> = []
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    subscript(index: Int32) -> Node {
        get { nodes[Int(index)] }
        set { nodes[Int(index)] = newValue }
    }

    mutating func add(_ node: Node) throws(PickleError) -> Int32 {
        guard nodes.count < limit else { throw PickleError.tooManyNodes }
        nodes.append(node)
        return Int32(nodes.count - 1)
    }

    /// Notes that a node was fetched again, where that can multiply values.
    mutating func share(_ index: Int32) {
        switch nodes[Int(index)] {
        case .none, .bool, .int, .float, .text, .bytes, .classReference: break
        default: shared.insert(index)
        }
    }

    /// Adds to a list or a set in place.
    mutating func append(_ items: ArraySlice<Int32>, to index: Int32, at offset: Int) throws(PickleError) {
        switch nodes[Int(index)] {
        case .list(var items0):
            nodes[Int(index)] = .none
            items0.append(contentsOf: items)
            nodes[Int(index)] = .list(items0)
        case .set(var items0, let frozen):
            nodes[Int(index)] = .none
            items0.append(contentsOf: items)
            nodes[Int(index)] = .set(items0, frozen: frozen)
        default: throw PickleError.wrongType(at: offset)
        }
    }

    /// Adds keys and values, in turn, to a dictionary in place.
    mutating func insert(_ items: ArraySlice<Int32>, into index: Int32, at offset: Int) throws(PickleError) {
        guard case .dictionary(var entries) = nodes[Int(index)], items.count.isMultiple(of: 2) else {
            throw PickleError.wrongType(at: offset)
        }
        nodes[Int(index)] = .none
        entries.append(contentsOf: items)
        nodes[Int(index)] = .dictionary(entries)
    }

    /// The single text of a tuple; nil for any other tuple.
    func onlyText(ofTuple index: Int32) -> Int32? {
        let item: Int32
        switch self[index] {
        case .tuple1(let only): item = only
        case .tuple(let items) where items.count == 1: item = items[0]
        default: return nil
        }
        guard case .text = self[item] else { return nil }
        return item
    }

    func text(_ index: Int32) -> String? {
        guard case .text(let text) = self[index] else { return nil }
        return text
    }
}
