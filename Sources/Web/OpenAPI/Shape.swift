/// What a JSON value looks like, as JSON Schema 2020-12 says it: written beside what writes or reads the value.
struct Shape: Sendable {
    /// The schema.
    private(set) var tree: JSONTree
    /// Schemas with names that it refers to.
    private(set) var parts: [String: JSONTree] = [:]
    /// Whether an object may lack the member.
    private(set) var isOptional = false

    private init(_ tree: JSONTree, parts: [String: JSONTree] = [:]) {
        self.tree = tree
        self.parts = parts
    }

    static let text = Shape(["type": "string"])
    /// RFC 3339 in UTC, to the second.
    static let time = Shape(["type": "string", "format": "date-time"])
    static let flag = Shape(["type": "boolean"])
    static let integer = Shape(["type": "integer", "format": "int64"])
    /// A number that is never negative.
    static let count = Shape(["type": "integer", "format": "int64", "minimum": 0])

    /// A text of so many signs.
    static func text(_ lengths: ClosedRange<Int>) -> Shape {
        Shape([
            "type": "string", "minLength": .integer(Int64(lengths.lowerBound)),
            "maxLength": .integer(Int64(lengths.upperBound)),
        ])
    }

    static func integer(_ range: ClosedRange<Int>) -> Shape {
        Shape([
            "type": "integer", "minimum": .integer(Int64(range.lowerBound)),
            "maximum": .integer(Int64(range.upperBound)),
        ])
    }

    /// One of these words.
    static func words(_ words: some Sequence<String>) -> Shape {
        Shape(["type": "string", "enum": .list(words.map(JSONTree.text))])
    }

    /// One of the words of a type.
    static func words<Word: RawRepresentable<String> & CaseIterable>(of type: Word.Type) -> Shape {
        words(type.allCases.map(\.rawValue))
    }

    static func list(_ element: Shape, _ counts: ClosedRange<Int>? = nil) -> Shape {
        var list = Shape(["type": "array", "items": element.tree], parts: element.parts)
        if let counts {
            list.tree["minItems"] = .integer(Int64(counts.lowerBound))
            list.tree["maxItems"] = .integer(Int64(counts.upperBound))
        }
        return list
    }

    static func object(_ members: KeyValuePairs<String, Shape>) -> Shape {
        object(of: members.map { ($0.key, $0.value) })
    }

    /// An object with these members, in this order.
    static func object(of members: [(String, Shape)]) -> Shape {
        var object = Shape(["type": "object", "properties": .object(members.map { ($0.0, $0.1.tree) })])
        let required = members.filter { !$0.1.isOptional }.map { JSONTree.text($0.0) }
        if !required.isEmpty { object.tree["required"] = .list(required) }
        for (_, member) in members { object.parts.merge(member.parts) { one, _ in one } }
        return object
    }

    /// Any of several shapes.
    static func any(_ shapes: Shape...) -> Shape {
        Shape(
            ["anyOf": .list(shapes.map(\.tree))],
            parts: shapes.reduce(into: [:]) { $0.merge($1.parts) { one, _ in one } })
    }

    /// The value, or null.
    var orNull: Shape {
        guard case .text(let type)? = tree["type"] else {
            return Shape(["anyOf": [tree, ["type": "null"]]], parts: parts)
        }
        var shape = self
        shape.tree["type"] = [.text(type), "null"]
        if case .list(let words)? = tree["enum"] { shape.tree["enum"] = .list(words + [.null]) }
        return shape
    }

    /// A member that an object may lack.
    var optional: Shape {
        var shape = self
        shape.isOptional = true
        return shape
    }

    /// The same with more said of it, such as `description` or `default`.
    func with(_ keyword: String, _ value: JSONTree) -> Shape {
        var shape = self
        shape.tree[keyword] = value
        return shape
    }

    /// What more there is to know of it.
    func saying(_ description: String) -> Shape { with("description", .text(description)) }

    /// A schema that stands once in the document and is referred to by its name.
    func named(_ name: String) -> Shape {
        Shape(["$ref": .text("#/components/schemas/\(name)")], parts: parts.merging([name: tree]) { $1 })
    }
}
