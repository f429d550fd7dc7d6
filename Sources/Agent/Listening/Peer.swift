import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Who is at the other end of a connection, as the kernel tells it.
struct Peer: Hashable, Sendable {
    /// The user's number.
    var user: UInt32
    /// The process that connected.
    var process: Int32

    /// Asks the kernel about a connection; nil where it tells nothing.
    static func at(_ channel: any Channel) -> EventLoopFuture<Peer?> {
        #if os(Linux)
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeSucceededFuture(nil)
        }
        let asked: EventLoopFuture<Credentials> = options.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: CInt(SO_PEERCRED)))
        return asked.map { Peer(user: $0.user, process: $0.process) }.flatMapErrorThrowing { _ in nil }
        #else
        return channel.eventLoop.makeSucceededFuture(nil)
        #endif
    }

    /// `struct ucred` of Linux (unix(7)): process, user and group, each of 32 bits.
    private struct Credentials: Sendable {
        var process: Int32
        var user: UInt32
        var group: UInt32
    }
}
