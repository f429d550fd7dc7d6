import Foundation

/// Files of the system's journal, written by systemd's own program into a folder of their own.
public final class WrittenJournal: Sendable {
    /// One entry as it is handed in.
    public struct Entry: Sendable {
        /// Microseconds since the epoch.
        public var time: Int64
        /// Every field that is no address of the entry.
        public var fields: [String: [UInt8]]

        /// An entry as syslog leaves it, with what journald adds: identifier, text, and whose process it was.
        public init(
            time: Int64, identifier: String, text: [UInt8], user: Int = 0, program: String = "fail2ban-server",
            more: [String: String] = [:]
        ) {
            self.time = time
            fields = [
                "MESSAGE": text, "SYSLOG_IDENTIFIER": Array(identifier.utf8), "_UID": Array("\(user)".utf8),
                "_COMM": Array(program.utf8), "_TRANSPORT": Array("syslog".utf8),
            ]
            for (name, value) in more { fields[name] = Array(value.utf8) }
        }
    }

    /// The folder that `--directory` names.
    public let folder: TemporaryFolder
    private let scratch: TemporaryFolder

    /// What writes journal files.
    public static let writer = "/usr/lib/systemd/systemd-journal-remote"

    /// An empty journal.
    public init() throws {
        folder = try TemporaryFolder()
        scratch = try TemporaryFolder()
    }

    /// Adds entries to a file of the journal; one that is new begins a series of its own.
    public func write(_ entries: [Entry], to name: String = "a.journal") throws {
        let bytes = entries.flatMap(Self.exported)
        let input = scratch.file("input")
        try Data(bytes).write(to: URL(fileURLWithPath: input))
        let command = "exec \(Self.writer) --output=\"$1\" - < \"$2\""
        let result = try runProgram(["/bin/sh", "-c", command, "sh", folder.file(name), input])
        guard result.status == 0 else { throw JournalNotWritten(errors: result.errors) }
    }

    /// Removes a file of the journal, as journald does when it has grown too old.
    public func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.file(name)) }

    /// An entry in the export format, every field with its length.
    private static func exported(_ entry: Entry) -> [UInt8] {
        var bytes = Array(
            "__REALTIME_TIMESTAMP=\(entry.time)\n__MONOTONIC_TIMESTAMP=\(entry.time % 1_000_000_000)\n".utf8)
        bytes += Array("_BOOT_ID=cba1b6e9878a4164a2317d3c4f77730f\n".utf8)
        for (name, value) in entry.fields {
            bytes += Array(name.utf8) + [0x0a] + (0..<8).map { UInt8(truncatingIfNeeded: value.count >> (8 * $0)) }
            bytes += value + [0x0a]
        }
        return bytes + [0x0a]
    }
}

/// Why a journal could not be written.
public struct JournalNotWritten: Error {
    /// What the program said.
    public let errors: String
}
