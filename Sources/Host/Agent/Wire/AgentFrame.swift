public import NIOCore

/// One message on the agent's socket: the number of its bytes after this (4 bytes), an id (8 bytes), both with the most
/// significant byte first, and a body in JSON. An answer has the id of its request; 0 belongs to the greeting.
public struct AgentFrame: Hashable, Sendable {
    /// Which request it is, or answers.
    public var id: UInt64
    /// The message.
    public var body: ByteBuffer

    /// Takes each part as it is.
    public init(id: UInt64, body: ByteBuffer) {
        self.id = id
        self.body = body
    }

    /// Bytes of the id, which count as part of the frame.
    public static let idBytes = 8

    /// The frame as it is sent, without a copy of its body.
    public var parts: (head: ByteBuffer, body: ByteBuffer) {
        var head = ByteBuffer()
        head.writeInteger(UInt32(Self.idBytes + body.readableBytes))
        head.writeInteger(id)
        return (head, body)
    }

    /// Takes the next whole frame from the front of what has arrived; nil while there is none. A length is judged before
    /// anything of its frame is kept.
    public static func next(in buffer: inout ByteBuffer, atMost limit: Int) throws(AgentFrameError) -> AgentFrame? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return nil }
        guard length > idBytes else { throw .tooShort(Int(length)) }
        guard length <= limit else { throw .tooLong(Int(length)) }
        guard buffer.readableBytes >= 4 + Int(length) else { return nil }
        buffer.moveReaderIndex(forwardBy: 4)
        guard let id = buffer.readInteger(as: UInt64.self), let body = buffer.readSlice(length: Int(length) - idBytes)
        else { throw .tooShort(Int(length)) }
        return AgentFrame(id: id, body: body)
    }
}

/// Why bytes are no frame.
public enum AgentFrameError: Error, Hashable, Sendable {
    /// It has no room for an id and a body.
    case tooShort(Int)
    /// It is longer than whoever reads it takes.
    case tooLong(Int)
}
