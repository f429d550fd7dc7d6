import Console
import Demo
import Foundation
import Logging

extension Server {
    /// Starts the demo's fail2ban where it is wanted.
    func startDemo(_ start: Start, _ logger: Logger) async throws -> DemoFail2ban? {
        let socket = try start.reader.read(start.sources).fail2banSocket
        // Only a socket that is not there counts as none; one that cannot be seen is reported as such later.
        let isMissing = access(socket, F_OK) != 0 && errno == ENOENT
        switch demo {
        case .never: return nil
        case .ifNone where !isMissing: return nil
        case .ifNone: Output.line("There is no fail2ban socket at \(socket): starting the private demo.")
        case .always: break
        }
        do {
            return try await DemoFail2ban.start(
                in: start.directory.file("demo"), environment: ProcessInfo.processInfo.environment,
                progress: { Output.line("demo: \($0)") }, logger: logger)
        } catch {
            throw Failure(.unreachable, "The demo could not be started. \(error)")
        }
    }
}
