import NIOCore
import Synchronization

/// Pages of the list as they were last written, kept for as long as the database says that nothing has changed.
///
/// The revision is read with every request, so that a page is never older than the database, whoever wrote to it.
final class BanPageCache: Sendable {
    /// The bytes of the query that a page was asked by: texts that only look the same ask for different pages. Once
    /// people may see some jails only, these belong to it too.
    typealias Key = [UInt8]

    /// Pages kept at most: some 10 KB each, and few people look at different ones at a time.
    static let capacity = 64

    private struct Held {
        var revision: Int64 = -1
        var pages: [Key: ByteBuffer] = [:]
    }

    private let held = Mutex(Held())

    /// The page as it was written at this revision; nil where it was not.
    func page(_ key: Key, at revision: Int64) -> ByteBuffer? {
        held.withLock { $0.revision == revision ? $0.pages[key] : nil }
    }

    /// Keeps a page that was read not before `revision`.
    func keep(_ page: ByteBuffer, for key: Key, at revision: Int64) {
        held.withLock { held in
            guard held.revision <= revision else { return }
            if held.revision < revision || held.pages.count >= Self.capacity { held.pages = [:] }
            held.revision = revision
            held.pages[key] = page
        }
    }
}
