import NIOCore

/// Messages of `text/event-stream` (WHATWG HTML, 9.2).
extension ByteBuffer {
    /// One message; `data` must hold no line break.
    mutating func writeMessage(id: Int64? = nil, event: String, data: ByteBuffer) {
        if let id { writeString("id: \(id)\n") }
        writeString("event: \(event)\ndata: ")
        writeImmutableBuffer(data)
        writeString("\n\n")
    }

    /// Where to go on after a break, which a browser takes down and does not report.
    mutating func writePlace(_ id: Int64) { writeString("id: \(id)\n:\n\n") }

    /// Says that the stream lives.
    mutating func writeHeartbeat() { writeString(":\n\n") }
}
