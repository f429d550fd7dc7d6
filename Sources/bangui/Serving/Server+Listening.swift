import Console
import Foundation
import NIOCore

extension Server {
    /// The error, or a failure that says why the address cannot be listened on.
    static func explained(_ error: any Error, _ configuration: Configuration) -> any Error {
        guard let error = error as? IOError else { return error }
        let cause =
            switch error.errnoCode {
            case EADDRINUSE: "another program listens there, so it is in use"
            case EADDRNOTAVAIL: "this machine has no such address"
            case EACCES: "only root may use ports below 1024"
            default: String(cString: strerror(error.errnoCode))
            }
        return Failure(
            .conflict, "Cannot listen on \(configuration.listen): \(cause). Choose another with --listen ADDRESS:PORT.")
    }
}
