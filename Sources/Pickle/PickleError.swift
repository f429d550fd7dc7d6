/// Why bytes are no pickle that this decoder accepts, or a value cannot be encoded.
public enum PickleError: Error, Hashable, Sendable {
    /// The bytes end before the pickle does.
    case truncated
    /// An opcode outside the accepted set, at an offset.
    case unknownOpcode(UInt8, at: Int)
    /// A protocol newer than 5.
    case unsupportedProtocol(UInt8)
    /// Nested deeper than `PickleLimits.depth`, or a value that contains itself.
    case tooDeep
    /// More values than `PickleLimits.nodes`.
    case tooManyNodes
    /// Longer than `PickleLimits.bytes`, or a length in it says so.
    case tooLong
    /// More values remembered than `PickleLimits.memo`, or an index beyond it.
    case memoTooLarge
    /// More values pending than `PickleLimits.stack`.
    case stackTooLarge
    /// A value is fetched that was never remembered.
    case unknownMemo(Int)
    /// An opcode needs values that are not on the stack.
    case stackUnderflow(at: Int)
    /// An opcode found a value of the wrong kind, at an offset.
    case wrongType(at: Int)
    /// What should be a decimal number is none, at an offset.
    case notANumber(at: Int)
    /// A value that has no encoding here: an object or a class, which would be code in the reader's hands.
    case notEncodable
}
