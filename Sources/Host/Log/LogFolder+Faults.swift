extension LogFolder {
    /// The files of the log that cannot be read, or not understood, and why; also that there is none.
    func faults() -> [LogFault] {
        do throws(LogFault) {
            let (files, faults) = try files()
            let strangers = try strangers().map { LogFault(path: $0, reason: "packed by another program than gzip") }
            return faults + (try currentFault(files).map { [$0] } ?? []) + strangers
        } catch {
            return [error]
        }
    }

    /// Bytes in which at least one line has begun with a time, where the daemon writes them so.
    private static let enough: Int64 = 4096

    /// What is wrong with the file that is written.
    private func currentFault(_ files: [LogFile]) throws(LogFault) -> LogFault? {
        guard let current = files.first(where: { $0.name == .current }) else {
            return LogFault(path: path, reason: "no such file")
        }
        guard current.state.size >= Self.enough, try LogHead(current) == nil else { return nil }
        // A `format` or `datetime` of its own at `logtarget`, or a level below DEBUG.
        return LogFault(path: path, reason: "its lines do not begin with a time")
    }
}
