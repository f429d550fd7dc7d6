extension Value {
    /// True as 1 and false as 0.
    public static func flag(_ flag: Bool) -> Value { .integer(flag ? 1 : 0) }
    /// The integer, or null.
    public static func optional(_ integer: Int64?) -> Value { integer.map(Value.integer) ?? .null }
    /// The text, or null.
    public static func optional(_ text: String?) -> Value { text.map(Value.text) ?? .null }
    /// The bytes, or null.
    public static func optional(_ bytes: [UInt8]?) -> Value { bytes.map(Value.bytes) ?? .null }
}

extension Row {
    /// The column as a flag; false where it is 0 or null.
    public func flag(_ column: Int) -> Bool { integer(column) != 0 }
    /// The column as bytes, nil where it is null.
    public func optionalBytes(_ column: Int) -> [UInt8]? { isNull(column) ? nil : bytes(column) }
}
