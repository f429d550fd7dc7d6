import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension AgentTrouble {
    /// What a failed connection to the socket at `path` means.
    init(connecting error: any Error, path: String) {
        let code = (error as? IOError)?.errnoCode
        switch code {
        case ENOENT: self = .notRunning(path: path)
        case ECONNREFUSED: self = .staleSocket(path: path)
        case EACCES, EPERM: self = .noPermission(path: path)
        case let code?: self = .other(path: path, reason: String(cString: strerror(code)))
        case nil: self = .other(path: path, reason: "no connection: \(error)")
        }
    }

    /// What the agent's refusal means to whoever asked at `path`.
    init(_ refusal: AgentRefusal, path: String) {
        switch refusal {
        case .user: self = .notAdmitted(path: path)
        case .connections: self = .tooManyConnections(path: path)
        case .protocolNumber(let version): self = .otherProtocol(path: path, version: version)
        case .malformed: self = .other(path: path, reason: "the agent does not understand this BanGUI")
        }
    }
}
