/// Finds the end of a pickle while its bytes still arrive: it steps from opcode to opcode and never looks at a byte
/// twice, so that a text which looks like an end does not mislead it.
public struct PickleScanner: Sendable {
    private let limits: PickleLimits
    private var next = 0

    /// Begins at the first byte.
    public init(limits: PickleLimits = PickleLimits()) {
        self.limits = limits
    }

    /// Goes on in `bytes`, which are those of the last call and what came since. Gives the number of bytes of the
    /// pickle once its last is there, and nil before; throws as soon as it cannot become an accepted pickle.
    public mutating func end(in bytes: [UInt8]) throws(PickleError) -> Int? {
        while let instruction = try Instruction(in: bytes, at: next, limit: limits.bytes) {
            next = instruction.end
            if instruction.opcode == .stop { return next }
            guard next <= limits.bytes else { throw PickleError.tooLong }
        }
        guard bytes.count <= limits.bytes else { throw PickleError.tooLong }
        return nil
    }
}
