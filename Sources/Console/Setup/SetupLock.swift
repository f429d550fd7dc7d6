#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Lets one setup at a time run on a data directory, over all processes; a process that dies gives it back.
struct SetupLock: ~Copyable {
    private let descriptor: Int32

    init(_ directory: DataDirectory) throws(SetupError) {
        let path = directory.file(DataDirectory.setupLockFile)
        descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(.failed(path: path, systemMessage(errno))) }
        // From here on `deinit` closes it, also where this throws: to close it here too would close what another thread
        // has opened meanwhile under the same number.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .inProgress }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
