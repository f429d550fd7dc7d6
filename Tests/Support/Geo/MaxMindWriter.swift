/// Writes small databases of the MaxMind format, version 2.0, with records of 32 bits: enough to be read back by the library.
///
/// Source of the format: https://maxmind.github.io/MaxMind-DB/
public struct MaxMindWriter {
    /// A value of a record.
    public indirect enum Value {
        case text(String)
        case short(UInt16)
        case number(UInt32)
        case long(UInt64)
        case map([(String, Value)])
        case list([Value])
    }

    private final class Node {
        enum Branch {
            case none
            case node(Node)
            case data(Int)
        }
        var branches: (Branch, Branch) = (.none, .none)
        var number = 0
    }

    private let root = Node()
    private var data: [UInt8] = []

    /// A database without a record.
    public init() {}

    /// Gives the network of so many leading bits of a 128-bit address (IPv4 below `::/96`) a record.
    public mutating func insert(_ address: [UInt8], bits: Int, _ value: Value) {
        let offset = data.count
        data += Self.encoded(value)
        var node = root
        for index in 0..<bits {
            let isRight = address[index / 8] >> (7 - UInt8(index % 8)) & 1 == 1
            if index == bits - 1 {
                if isRight { node.branches.1 = .data(offset) } else { node.branches.0 = .data(offset) }
                return
            }
            if case .node(let next) = isRight ? node.branches.1 : node.branches.0 {
                node = next
            } else {
                let next = Node()
                if isRight { node.branches.1 = .node(next) } else { node.branches.0 = .node(next) }
                node = next
            }
        }
    }

    /// The bytes of the file.
    public func bytes(type: String, builtAt: UInt32) -> [UInt8] {
        var nodes: [Node] = []
        func number(_ node: Node) {
            node.number = nodes.count
            nodes.append(node)
            for branch in [node.branches.0, node.branches.1] {
                if case .node(let next) = branch { number(next) }
            }
        }
        number(root)
        func record(_ branch: Node.Branch) -> [UInt8] {
            let value: UInt32 =
                switch branch {
                case .none: UInt32(nodes.count)
                case .node(let node): UInt32(node.number)
                case .data(let offset): UInt32(nodes.count + 16 + offset)
                }
            return Self.bytes(of: value)
        }
        let tree = nodes.flatMap { record($0.branches.0) + record($0.branches.1) }
        let metadata = Self.encoded(
            .map([
                ("binary_format_major_version", .short(2)), ("binary_format_minor_version", .short(0)),
                ("build_epoch", .long(UInt64(builtAt))), ("database_type", .text(type)),
                ("description", .map([("en", .text("for tests"))])), ("ip_version", .short(6)),
                ("languages", .list([.text("en")])), ("node_count", .number(UInt32(nodes.count))),
                ("record_size", .short(32)),
            ]))
        return tree + [UInt8](repeating: 0, count: 16) + data + [0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8)
            + metadata
    }

    private static func encoded(_ value: Value) -> [UInt8] {
        switch value {
        case .text(let text): head(2, text.utf8.count) + Array(text.utf8)
        case .short(let number): head(5, 2) + bytes(of: UInt32(number)).suffix(2)
        case .number(let number): head(6, 4) + bytes(of: number)
        case .long(let number):
            [8, 2] + bytes(of: UInt32(number >> 32)) + bytes(of: UInt32(truncatingIfNeeded: number))
        case .map(let pairs): head(7, pairs.count) + pairs.flatMap { encoded(.text($0.0)) + encoded($0.1) }
        case .list(let values): [UInt8(values.count), 4] + values.flatMap(encoded)
        }
    }

    /// The type and a size below 285.
    private static func head(_ type: UInt8, _ size: Int) -> [UInt8] {
        size < 29 ? [type << 5 | UInt8(size)] : [type << 5 | 29, UInt8(size - 29)]
    }

    private static func bytes(of number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
}
