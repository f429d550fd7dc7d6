#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Users, groups and programs as the system knows them.
enum SystemNames {
    /// The number of a user, by its name or as digits; nil where there is none of that name.
    static func user(_ name: String) -> UInt32? { number(name) ?? getpwnam(name)?.pointee.pw_uid }

    /// The number of a group, likewise.
    static func group(_ name: String) -> UInt32? { number(name) ?? getgrnam(name)?.pointee.gr_gid }

    /// Whether nobody but root, or the user of this process, may change a program; nil where there is none.
    static func isRootsAlone(_ path: String) -> Bool? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return (status.st_uid == 0 || status.st_uid == geteuid()) && status.st_mode & 0o022 == 0
    }

    private static func number(_ digits: String) -> UInt32? {
        (1...10).contains(digits.utf8.count) && digits.utf8.allSatisfy { (48...57).contains($0) }
            ? UInt32(digits) : nil
    }
}
