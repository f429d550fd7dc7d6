import Logging

/// Takes everything that is logged, down to the least, and drops it: what is said there is made all the same.
struct DroppedLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {}
}

extension Logger {
    static var dropping: Logger { Logger(label: "test") { _ in DroppedLog() } }
}
