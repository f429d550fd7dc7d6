#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a process may do, as far as checks have to know.
public struct ProcessFacts: Hashable, Sendable {
    /// Its id.
    public var id: Int32
    /// The id of the user it acts as.
    public var user: UInt32
    /// How many files it may have open.
    public var descriptors: UInt64

    /// Takes each part as it is.
    public init(id: Int32, user: UInt32, descriptors: UInt64) {
        self.id = id
        self.user = user
        self.descriptors = descriptors
    }

    /// This process.
    public static func own() -> ProcessFacts {
        var limit = rlimit()
        #if canImport(Glibc)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
        getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        return ProcessFacts(id: getpid(), user: geteuid(), descriptors: UInt64(limit.rlim_cur))
    }

    /// The name of its user.
    var userName: String { SystemNames.user(user) }
    var isRoot: Bool { user == 0 }
}

/// Names of users and groups, or their numbers where nobody gave them one.
enum SystemNames {
    static func user(_ id: UInt32) -> String {
        var entry = passwd()
        var buffer = [CChar](repeating: 0, count: 16_384)
        var found: UnsafeMutablePointer<passwd>?
        guard getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
            return "\(id)"
        }
        return String(cString: name)
    }

    static func group(_ id: UInt32) -> String {
        var entry = group_()
        var buffer = [CChar](repeating: 0, count: 16_384)
        var found: UnsafeMutablePointer<group_>?
        guard getgrgid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.gr_name else {
            return "\(id)"
        }
        return String(cString: name)
    }
}

/// Named apart from the function above.
private typealias group_ = group
