#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A thread for what waits: libpq's calls would hold one of the few threads that all tasks share.
enum PostgreSQLThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `body` on a thread of its own, which ends with it; false where the system gives none.
    @discardableResult
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let argument = Unmanaged.passRetained(Body(body)).toOpaque()
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument)
        guard code == 0 else {
            Unmanaged<Body>.fromOpaque(argument).release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// Lets the calling thread rest.
    static func sleep(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}

/// The socket of a connection.
enum PostgreSQLSocket {
    /// Whether there is something to read, or the end, within so many milliseconds.
    static func isReadable(_ descriptor: CInt, within milliseconds: CInt) -> Bool {
        guard descriptor >= 0 else { return false }
        var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&question, 1, milliseconds) > 0
    }
}
