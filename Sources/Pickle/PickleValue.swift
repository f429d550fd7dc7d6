/// What a pickle holds, as plain data: nothing in it can name code that would run.
public enum PickleValue: Hashable, Sendable {
    /// Python's `None`.
    case none
    case bool(Bool)
    /// A whole number of up to 64 bits; a wider one is an `object` of `builtins.int` with its digits.
    case int(Int64)
    case float(Double)
    /// Text; what was not valid UTF-8 in it (Python allows lone surrogates) came through as U+FFFD.
    case text(String)
    case bytes([UInt8])
    case list([PickleValue])
    case tuple([PickleValue])
    /// The pairs in the order in which they were written.
    case dictionary([PicklePair])
    /// An instance, inert: which class it wants to be, and what it would be made from.
    indirect case object(PickleObject)
    /// A class or function, by name only.
    case classReference(PickleClass)
}

/// One entry of a dictionary.
public struct PicklePair: Hashable, Sendable {
    /// The key; nothing keeps keys unique.
    public var key: PickleValue
    /// The value.
    public var value: PickleValue

    /// Takes both as they are.
    public init(key: PickleValue, value: PickleValue) {
        self.key = key
        self.value = value
    }
}

/// The name of a Python class or function.
public struct PickleClass: Hashable, Sendable {
    /// Such as `builtins`.
    public var module: String
    /// Such as `ValueError`.
    public var name: String

    /// Takes both as they are.
    public init(module: String, name: String) {
        self.module = module
        self.name = name
    }
}

/// An instance that was never made: its class by name, the arguments of its call and the state set afterwards.
public struct PickleObject: Hashable, Sendable {
    /// The name of what would be called.
    public var type: PickleClass
    /// The arguments of the call.
    public var arguments: [PickleValue]
    /// What `BUILD` attached; nil without it.
    public var state: PickleValue?

    /// Takes each part as it is.
    public init(type: PickleClass, arguments: [PickleValue], state: PickleValue? = nil) {
        self.type = type
        self.arguments = arguments
        self.state = state
    }
}
