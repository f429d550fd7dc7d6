#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Cuts a text into lines, with bounded memory: a line over 64 KiB is passed over.
struct LineScanner {
    /// Bytes of a line at most; the daemon's longest hold a failed action with the lines that matched.
    static let longestLine = 65_536

    private var buffer: [UInt8]
    /// Where the bytes that were not handed out lie in the buffer.
    private var pending = 0..<0
    /// Where `pending` begins in the text.
    private var offset: Int64
    private var isInLongLine = false

    /// The end of the last line that was handed out or passed over.
    private(set) var end: Int64

    /// A scanner that begins at `offset`, where a line begins.
    init(at offset: Int64, chunk: Int = 262_144) {
        buffer = [UInt8](repeating: 0, count: max(chunk, 2 * Self.longestLine))
        self.offset = offset
        end = offset
    }

    /// Reads lines up to the end of the text, or until `limit` bytes are done; whether the end was reached. The newline
    /// is no part of a line, and the last one counts only once it has one.
    mutating func scan(
        _ text: inout LogText, limit: Int64, _ body: (_ line: Span<UInt8>, _ start: Int64, _ end: Int64) -> Void
    ) throws(LogFault) -> Bool {
        let stop = end + limit
        while true {
            takeLines(until: stop, body)
            if end >= stop, !isInLongLine { return false }
            guard try fill(&text) else { return true }
        }
    }

    private mutating func takeLines(until stop: Int64, _ body: (Span<UInt8>, Int64, Int64) -> Void) {
        while end < stop || isInLongLine, let newline = newline() {
            let next = newline + 1
            let start = offset
            offset += Int64(next - pending.lowerBound)
            let line = pending.lowerBound..<newline
            pending = next..<pending.upperBound
            end = offset
            if isInLongLine || line.count > Self.longestLine {
                isInLongLine = false
            } else {
                body(buffer.span.extracting(line), start, offset)
            }
        }
    }

    private func newline() -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, !pending.isEmpty,
                let found = memchr(base + pending.lowerBound, 0x0a, pending.count)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Reads on; whether there was anything.
    private mutating func fill(_ text: inout LogText) throws(LogFault) -> Bool {
        if pending.count > Self.longestLine || isInLongLine {
            isInLongLine = true
            offset += Int64(pending.count)
            pending = 0..<0
        }
        if pending.lowerBound > 0 {
            let moved = pending
            buffer.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                memmove(base, base + moved.lowerBound, moved.count)
            }
            pending = 0..<moved.count
        }
        let start = pending.upperBound
        let result = buffer.withUnsafeMutableBytes { bytes -> Result<Int, LogFault> in
            let free = UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
            do throws(LogFault) {
                return .success(try text.read(into: free))
            } catch {
                return .failure(error)
            }
        }
        let count = try result.get()
        pending = pending.lowerBound..<(start + count)
        return count > 0
    }
}
