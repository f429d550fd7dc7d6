import FoundationEssentials
public import NIOCore

/// Messages of the agent's socket as JSON, by one spelling.
public enum AgentCoding {
    /// The bytes of a message: keys in order, nothing between them.
    public static func bytes(of message: some Encodable) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ByteBuffer(bytes: try encoder.encode(message))
    }

    /// The message in the bytes.
    public static func message<Message: Decodable>(_: Message.Type, in bytes: ByteBuffer) throws -> Message {
        try JSONDecoder().decode(Message.self, from: Data(bytes.readableBytesView))
    }

    /// The message in bytes that nobody vouches for. They must be the very bytes that the message is written as: so there
    /// is no key that is unknown, said twice or left out, no other spelling, and nothing behind it.
    public static func strictMessage<Message: Codable>(_: Message.Type, in bytes: ByteBuffer) throws -> Message {
        let message = try message(Message.self, in: bytes)
        guard try Self.bytes(of: message) == bytes else { throw AgentCodingError.otherSpelling }
        return message
    }
}

/// Why a message is refused that could be read.
public enum AgentCodingError: Error, Hashable, Sendable {
    /// It says more, or says it otherwise, than the message that it was taken for.
    case otherSpelling
}
