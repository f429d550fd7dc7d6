import Console
import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import Testing

/// A service manager's socket, by its path or a name that no file has.
private final class ManagerSocket: Sendable {
    let file: Int32
    let name: String

    init(_ name: String) throws {
        self.name = name
        file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var bytes = Array(name.utf8)
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.offset(of: \.sun_path)! + bytes.count)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(file, $0, length) }
        }
        try #require(bound == 0, "bind: \(errno)")
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(file) }

    /// The next notice; nil where none comes in ten seconds, or none lies there where it does not wait.
    func notice(isWaiting: Bool = true) -> String? {
        var bytes = [UInt8](repeating: 0, count: 1000)
        let count = recv(file, &bytes, bytes.count, isWaiting ? 0 : Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}

@Suite struct ServiceManagerTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func started(_ environment: [String: String], pid: Int32 = 7) -> ServiceManager? {
        ServiceManager(environment: environment, pid: pid)
    }

    @Test(arguments: ["path", "abstract"])
    func `it is told on the socket that it gave`(kind: String) throws {
        let folder = try TemporaryFolder()
        let name =
            kind == "path" ? folder.file("notify") : "@bangui-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let socket = try ManagerSocket(name)
        let manager = try #require(started(["NOTIFY_SOCKET": name]))
        manager.tell(.ready)
        manager.tell(.status("step 1\nREADY=1"))
        manager.tell(.alive)
        manager.tell(.stopping)
        #expect(socket.notice() == "READY=1\nSTATUS=at work")
        #expect(socket.notice() == "STATUS=step 1 READY=1")
        #expect(socket.notice() == "WATCHDOG=1")
        #expect(socket.notice() == "STOPPING=1\nSTATUS=stopping")
    }

    @Test func `nobody is told where the environment names no socket`() {
        let long = "/" + String(repeating: "a", count: 200)
        for name in ["", "/", "@", "relative", "vsock:2:1234", long] {
            #expect(started(["NOTIFY_SOCKET": name]) == nil)
        }
        #expect(started([:]) == nil)
    }

    @Test func `a socket that is gone does no harm`() throws {
        try #require(started(["NOTIFY_SOCKET": "/nonexistent/notify"])).tell(.ready)
    }

    @Test func `signs of life are wanted by the process that they are asked of`() {
        func patience(_ more: [String: String]) -> Duration? {
            started(["NOTIFY_SOCKET": "/run/x"].merging(more) { $1 })?.patience
        }
        #expect(patience(["WATCHDOG_USEC": "30000000"]) == .seconds(30))
        #expect(patience(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"]) == .seconds(30))
        #expect(patience(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"]) == nil)
        for wrong in ["0", "-1", "soon", ""] { #expect(patience(["WATCHDOG_USEC": wrong]) == nil) }
        #expect(patience([:]) == nil)
    }

    @Test func `signs come while the process does its work, and none while part of it stands still`() async throws {
        let folder = try TemporaryFolder()
        let socket = try ManagerSocket(folder.file("notify"))
        let manager = try #require(started(["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "60000"]))
        let (looks, look) = AsyncStream.makeStream(of: Void.self)
        let isStuck = Mutex(false)
        let signs = SignsOfLife(to: manager, logger: logger) {
            look.yield()
            if isStuck.withLock({ $0 }) { try? await Task.sleep(for: .seconds(60)) }
            return true
        }
        let task = Task { await signs.run() }
        #expect(socket.notice() == "WATCHDOG=1")
        #expect(socket.notice() == "WATCHDOG=1")
        isStuck.withLock { $0 = true }
        var iterator = looks.makeAsyncIterator()
        // What was on the way when it got stuck may still come.
        for _ in 0..<4 { await iterator.next() }
        while socket.notice(isWaiting: false) != nil {}
        for _ in 0..<2 { await iterator.next() }
        #expect(socket.notice(isWaiting: false) == nil)
        task.cancel()
        await task.value
        #expect(socket.notice() == "STOPPING=1\nSTATUS=stopping")
    }
}
