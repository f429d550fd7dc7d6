#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder in which the daemon's log and its rotations lie.
struct LogFolder: Sendable {
    /// The log that is written.
    let path: String
    private let folder: String
    private let name: String

    init(path: String) {
        self.path = path
        let bytes = Array(path.utf8)
        let slash = bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0
        folder = slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
        name = String(decoding: bytes[(slash + 1)...], as: UTF8.self)
    }

    /// Every file of the log with its state, by path: what changes when the log is written or rotated.
    func states() throws(LogFault) -> [String: FileState] {
        var states: [String: FileState] = [:]
        for (path, _) in try names() {
            var status = stat()
            if stat(path, &status) == 0, let state = FileState(status) { states[path] = state }
        }
        return states
    }

    /// Every file of the log, open, and why a rotation could not be opened.
    func files() throws(LogFault) -> (files: [LogFile], faults: [LogFault]) {
        var files: [LogFile] = []
        var faults: [LogFault] = []
        for (path, name) in try names() {
            do throws(LogFault) {
                if let file = try LogFile(path, name) { files.append(file) }
            } catch {
                guard name != .current else { throw error }
                faults.append(error)
            }
        }
        return (files, faults)
    }

    private func names() throws(LogFault) -> [(path: String, name: LogFileName)] {
        try entries().compactMap { path, text in LogFileName(text, of: name).map { (path, $0) } }
    }

    /// Rotations that are packed by another program than gzip, by their paths.
    func strangers() throws(LogFault) -> [String] {
        try entries().filter { LogFileName.isStrange($0.name, of: name) }.map(\.path).sorted()
    }

    private func entries() throws(LogFault) -> [(path: String, name: String)] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw LogFault(path: folder)
        }
        defer { closedir(stream) }
        var names: [(path: String, name: String)] = []
        while let entry = readdir(stream) {
            let text = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append((folder == "/" ? "/" + text : folder + "/" + text, text))
        }
        return names
    }
}
