import Crypto

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What Debian's package manager knows of a file that its package lets people edit (deb822(5), dpkg's `status`).
struct PackagedFile {
    private let status: [UInt8]

    /// The list of installed packages below `root`; nil where there is none.
    init?(root: String) {
        // 5 MB on a server with everything.
        guard let status = FileFacts.bytes(root + "/var/lib/dpkg/status", limit: 64 << 20) else { return nil }
        self.status = status
    }

    /// The MD5 that the file had when its package brought it; nil where no such package lists it.
    func digest(of path: String, package: String) -> String? {
        guard let start = place(of: "Package: \(package)\n", from: 0) else { return nil }
        let end = place(of: "\n\n", from: start) ?? status.count
        guard let line = place(of: "\n \(path) ", from: start), line < end else { return nil }
        let rest = status[(line + path.utf8.count + 3)..<end]
        return String(decoding: rest.prefix { $0 != 0x0a && $0 != 0x20 }, as: UTF8.self)
    }

    /// The MD5 of a file, which says nothing of anyone's will; nil where it cannot be read.
    static func digest(of path: String) -> String? {
        FileFacts.bytes(path, limit: 4 << 20).map { bytes in
            Hexadecimal.text(Array(Insecure.MD5.hash(data: bytes)))
        }
    }

    /// Where the text begins, at or after `start`.
    private func place(of text: String, from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        return status.withUnsafeBytes { all in
            guard let base = all.baseAddress, let first = wanted.first else { return nil }
            var place = start
            while place + wanted.count <= all.count,
                let found = memchr(base + place, Int32(first), all.count - wanted.count - place + 1)
            {
                if memcmp(found, wanted, wanted.count) == 0 { return UnsafeRawPointer(found) - base }
                place = UnsafeRawPointer(found) - base + 1
            }
            return nil
        }
    }
}
