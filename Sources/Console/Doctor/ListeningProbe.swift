#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Whether a server could listen at an address: it is taken for a moment and given back, and nobody can connect meanwhile.
enum ListeningProbe {
    /// What kept the address from being taken.
    enum Fault: Error, Equatable {
        /// Another program has it.
        case taken
        /// This machine has no such address.
        case foreign
        /// Only root may have it.
        case notPermitted
        /// The system's words.
        case other(String)
    }

    static func look(_ address: ListenAddress) throws(Fault) {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address.host, "\(address.port)", &hints, &first)
        guard code == 0, let found = first?.pointee else { throw .other(String(cString: gai_strerror(code))) }
        defer { freeaddrinfo(first) }
        let descriptor = socket(found.ai_family, found.ai_socktype, found.ai_protocol)
        guard descriptor >= 0 else { throw .other(systemMessage(errno)) }
        defer { close(descriptor) }
        // As the server does: connections of one that has just ended are no hindrance.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, found.ai_addr, found.ai_addrlen) == 0 else {
            switch errno {
            case EADDRINUSE: throw .taken
            case EADDRNOTAVAIL: throw .foreign
            case EACCES: throw .notPermitted
            default: throw .other(systemMessage(errno))
            }
        }
    }
}
