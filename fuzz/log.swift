// Feeds arbitrary bytes to the reader of the daemon's log lines, with libFuzzer and AddressSanitizer; see `fuzz/run`.

/// Stands for the requests of the socket, which need another room: ids ask it whether a command can name them.
struct Frame {
    init(_ words: [String]) throws {}
}

/// One input of libFuzzer: every beginning and every part of a line that a daemon could write must be survived.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLogLine(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    _ = LogLine(bytes)
    // Behind a true beginning, so that the message is reached at once.
    for part in ["filter", "actions", "observer", "jail", "server"] {
        for level in ["INFO", "NOTICE", "ERROR"] {
            let head = "2026-11-21 04:05:06,789 fail2ban.\(part)[1]: \(level) "
            guard let line = LogLine(Array(head.utf8) + bytes) else { continue }
            precondition(line.millisecond == 789, "the time is that of the beginning")
        }
    }
    return 0
}
