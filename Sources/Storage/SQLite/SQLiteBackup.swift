internal import Glibc
internal import GRDB
internal import Synchronization

/// How far a backup is.
public struct BackupProgress: Hashable, Sendable {
    /// Bytes copied.
    public let done: Int64
    /// Bytes to copy in all.
    public let total: Int64
}

extension SQLiteDatabase {
    /// Writes a copy of the whole database, as it is at one moment, to a file for its owner only (0600). Readers and writers
    /// go on meanwhile. The file is there whole or not at all; one that was there before is replaced.
    ///
    /// - Parameter progress: told after each 4 MiB; where it throws, no file is made.
    /// - Throws: `StorageError`, `CancellationError` where the task is cancelled, and what `progress` throws.
    public func backup(
        to path: String, progress: @escaping @Sendable (BackupProgress) throws -> Void = { _ in }
    ) async throws {
        let isCancelled = Atomic(false)
        try await withTaskCancellationHandler {
            try await reading { source in
                try SQLiteCopy(path: path).write(source) {
                    if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
                    try progress($0)
                }
            }
        } onCancel: {
            isCancelled.store(true, ordering: .relaxed)
        }
    }
}

/// A copy of a database in another file, whole or not at all.
struct SQLiteCopy {
    let path: String

    /// Pages to a step: 4 MiB of them.
    private static let stride: CInt = 1024

    /// Copies what a connection sees, which must be in a transaction of its own.
    func write(_ source: GRDB.Database, progress: @escaping (BackupProgress) throws -> Void = { _ in }) throws {
        guard try !isFile(of: source) else { throw StorageError.failed("\(path) is the database itself") }
        let partial = path + ".partial"
        unlink(partial)
        let descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(partial) }
        defer { _ = Glibc.close(descriptor) }
        do {
            try copy(source, to: partial, progress)
            guard fsync(descriptor) == 0, rename(partial, path) == 0 else { throw failure(path) }
        } catch {
            for suffix in ["", "-journal", "-wal", "-shm"] { unlink(partial + suffix) }
            throw error
        }
        try syncFolder()
    }

    private func copy(
        _ source: GRDB.Database, to partial: String, _ progress: @escaping (BackupProgress) throws -> Void
    ) throws {
        let pageSize = try Int64.fetchOne(source, sql: "PRAGMA page_size") ?? 4096
        let copy = try DatabaseQueue(path: partial)
        var refusal: (any Error)?
        try copy.writeWithoutTransaction { target in
            try source.backup(to: target, pagesPerStep: Self.stride) { step in
                // What is thrown after the last step would be passed over.
                do {
                    try progress(
                        BackupProgress(
                            done: Int64(step.completedPageCount) * pageSize,
                            total: Int64(step.totalPageCount) * pageSize))
                } catch {
                    refusal = error
                    throw error
                }
            }
        }
        try copy.close()
        if let refusal { throw refusal }
    }

    /// Whether the copy would take the place of what it is made of.
    private func isFile(of source: GRDB.Database) throws -> Bool {
        let file = try String.fetchOne(source, sql: "SELECT file FROM pragma_database_list WHERE name = 'main'") ?? ""
        var mine = stat()
        var other = stat()
        guard stat(file, &mine) == 0, stat(path, &other) == 0 else { return false }
        return mine.st_dev == other.st_dev && mine.st_ino == other.st_ino
    }

    /// Sees to it that the new name survives a power cut.
    private func syncFolder() throws {
        let parts = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = parts.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(folder) }
        defer { _ = Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(folder) }
    }

    private func failure(_ path: String) -> StorageError {
        .failed("\(path): \(String(cString: strerror(errno)))")
    }
}
