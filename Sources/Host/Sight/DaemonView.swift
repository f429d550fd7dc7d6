#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How the daemon's process sees the file system: as root or not, and below which root.
struct DaemonView: Sendable {
    /// The user whose files it may read; nil where nobody can tell.
    var user: UInt32?
    var groups: Set<UInt32> = []
    /// Whether it reads whatever the mode of a file says.
    var readsAll = true
    /// What comes before a path so that it is looked at as the daemon sees it; empty where it sees what all see.
    var root = ""
    /// What comes before a path so that it is looked at as everyone sees it; nil where the daemon lives in a system of its own.
    var others: String?

    /// The view of this process.
    static let own = DaemonView()

    private init() {}

    init(user: UInt32, groups: Set<UInt32>, readsAll: Bool) {
        self.user = user
        self.groups = groups
        self.readsAll = readsAll
    }

    /// The view of a process, as far as `/proc` tells it.
    init(process: Int32) {
        let status = SystemFile.text("/proc/\(process)/status") ?? ""
        user = Self.numbers("Uid:", in: status).dropFirst().first
        groups = Set(Self.numbers("Groups:", in: status) + Self.numbers("Gid:", in: status).dropFirst().prefix(1))
        // CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH.
        let capabilities = Self.words("CapEff:", in: status).first.flatMap { UInt64($0, radix: 16) }
        readsAll = capabilities.map { $0 & 0b110 != 0 } ?? true
        guard let its = Self.link("/proc/\(process)/ns/mnt"), let own = Self.link("/proc/self/ns/mnt"), its != own
        else {
            return
        }
        let root = "/proc/\(process)/root"
        guard let below = Self.place(root + "/"), let here = Self.place("/") else { return }
        self.root = root
        // A service manager's sandbox has the machine's own root, a container another.
        guard below == here else { return }
        others = Self.link("/proc/1/ns/mnt") == own || Self.place("/proc/1/root/") == nil ? "" : "/proc/1/root"
    }

    /// Whether a file may be read, by its own mode and those of the folders above it; true where a list of rights that goes
    /// beyond the mode may say otherwise.
    func mayRead(_ path: String) -> Bool {
        guard !readsAll, user != nil, user != 0 else { return true }
        var folder = ""
        for part in path.utf8.split(separator: UInt8(ascii: "/")).dropLast() {
            folder += "/" + String(decoding: part, as: UTF8.self)
            guard permits(folder, bit: 1) else { return false }
        }
        return permits(path, bit: 4)
    }

    private func permits(_ path: String, bit: UInt32) -> Bool {
        var status = stat()
        guard stat(root + path, &status) == 0 else { return true }
        return permits(mode: UInt32(status.st_mode), owner: status.st_uid, group: status.st_gid, bit: bit)
    }

    /// Whether the bits of a mode let the daemon's account in.
    func permits(mode: UInt32, owner: UInt32, group: UInt32, bit: UInt32) -> Bool {
        if owner == user { return mode >> 6 & bit != 0 }
        // Where there is a list of rights, the group's bits are its mask, and any account may be on it.
        if groups.contains(group) || mode >> 3 & bit != 0 { return mode >> 3 & bit != 0 }
        return mode & bit != 0
    }

    private static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 256)
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    private static func place(_ path: String) -> [UInt64]? {
        var status = stat()
        return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
    }

    private static func words(_ name: String, in status: String) -> [String] {
        guard let line = status.utf8.split(separator: 0x0a).first(where: { $0.starts(with: name.utf8) }) else {
            return []
        }
        let words = line.dropFirst(name.utf8.count).split { $0 == 9 || $0 == 32 }
        return words.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func numbers(_ name: String, in status: String) -> [UInt32] {
        words(name, in: status).compactMap { UInt32($0) }
    }
}
