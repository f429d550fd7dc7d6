import Fail2ban

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A look at one file that a jail watches, as the daemon sees it. It may hang with a file system.
struct FileLook {
    let view: DaemonView
    let zone: ZoneRules
    let now: Int64
    let isIgnored: @Sendable (IPAddress) -> Bool

    /// Files in a folder that are looked at for one that is written in the place of the watched one.
    private static let mostNames = 5000
    /// Seconds by which another view's file has to be newer to be told of: it is looked at a moment later.
    private static let margin: Int64 = 30

    func file(_ path: String, readTo: Int64?) -> WatchedFile {
        var status = stat()
        let seen = view.root + path
        guard stat(seen, &status) == 0 else {
            let code = errno
            guard code == ENOENT || code == ENOTDIR else {
                return WatchedFile(path: path, state: .unknown(String(cString: strerror(code))))
            }
            let isForOthers = view.others.flatMap { FileFacts($0 + path) } != nil
            var file = WatchedFile(path: path, state: isForOthers ? .hidden : .missing)
            file.heir = heir(of: path, after: 0)
            return file
        }
        guard let facts = FileFacts(status) else { return WatchedFile(path: path, state: .missing) }
        var file = WatchedFile(
            path: path, state: .there, inode: facts.inode, size: facts.size, modifiedAt: facts.modifiedAt,
            readTo: readTo)
        if let other = view.others.flatMap({ FileFacts($0 + path) }), other.inode != facts.inode,
            other.modifiedAt > facts.modifiedAt + Self.margin
        {
            file.state = .other
        }
        if !view.mayRead(path) { file.state = .forbidden }
        file.heir = heir(of: path, after: facts.modifiedAt)
        file.tail = tail(of: seen, size: facts.size)
        if facts.size == 0, let heir = file.heir, let former = FileFacts(view.root + heir.path) {
            // What was written before tells how often it is written.
            file.tail = tail(of: view.root + heir.path, size: former.size).map { tail in
                var tail = tail
                (tail.failures, tail.newest) = ([], nil)
                return tail
            }
        }
        return file
    }

    private func tail(of path: String, size: Int64) -> LogTail? {
        let start = max(0, size - LogTail.longest)
        guard let bytes = SystemFile.bytes(path, from: start, limit: Int(LogTail.longest)) else { return nil }
        return LogTail(bytes, at: start, zone: zone, now: now, isIgnored: isIgnored)
    }

    /// The file beside it that was written last of those that can be in its place, where that was after `moment`.
    private func heir(of path: String, after moment: Int64) -> WatchedFile.Heir? {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let folder = String(decoding: path.utf8[...slash], as: UTF8.self)
        let name = String(decoding: path.utf8[slash...].dropFirst(), as: UTF8.self)
        var best: WatchedFile.Heir?
        for other in names(in: view.root + folder) where !other.utf8.elementsEqual(name.utf8) {
            guard let kind = Self.kind(of: other, beside: name), let facts = FileFacts(view.root + folder + other),
                facts.modifiedAt > max(moment, best?.modifiedAt ?? .min)
            else { continue }
            best = WatchedFile.Heir(path: folder + other, kind: kind, modifiedAt: facts.modifiedAt)
        }
        return best
    }

    /// What a file beside a log is to it; nil for one that has nothing to do with it.
    static func kind(of other: String, beside log: String) -> WatchedFile.Heir.Kind? {
        if let rotation = LogFileName(other, of: log) { return rotation.isCompressed ? nil : .rotated }
        guard let mine = DatedName(log), let its = DatedName(other), mine.rest == its.rest, its.date > mine.date else {
            return nil
        }
        return .dated
    }

    private func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < Self.mostNames, let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }
}

/// A name with a date in it, such as `access_log.2026-11-22.txt`.
struct DatedName {
    /// Its digits.
    let date: String
    /// What is around it.
    let rest: [UInt8]

    init?(_ name: String) {
        let bytes = Array(name.utf8)
        for start in bytes.indices where bytes[start...].starts(with: "20".utf8) {
            var (digits, index): ([UInt8], Int) = ([], start)
            while index < bytes.count, digits.count < 8 {
                if (48...57).contains(bytes[index]) {
                    digits.append(bytes[index])
                } else if ![4, 6].contains(digits.count) || !"-_.".utf8.contains(bytes[index]) {
                    break
                }
                index += 1
            }
            let date = String(decoding: digits, as: UTF8.self)
            guard digits.count == 8, let number = Int(date), (1...12).contains(number / 100 % 100),
                (1...31).contains(number % 100)
            else { continue }
            self.date = date
            rest = Array(bytes[..<start]) + [0] + Array(bytes[index...])
            return
        }
        return nil
    }
}

/// What `stat` tells of a plain file.
private struct FileFacts {
    let inode: UInt64
    let size: Int64
    /// UTC epoch seconds.
    let modifiedAt: Int64

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init?(_ status: stat) {
        guard let state = FileState(status) else { return nil }
        (inode, size, modifiedAt) = (state.inode, state.size, state.modified / 1_000_000_000)
    }
}
