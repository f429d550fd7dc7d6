import Console
import Glibc
import Host
import Storage

extension RootsWord {
    /// Opens the connection on which root can vouch, while the command is still root's; nil where another runs it, or where
    /// the console has no agent.
    ///
    /// - Parameter deed: what root is to vouch for, for the words of a failure.
    static func open(
        _ sources: SettingSources, _ reader: ConfigurationReader, for deed: String
    ) throws -> RootsWord? {
        guard geteuid() == 0, let socket = try reader.read(sources).agentSocket else { return nil }
        do throws(HostError) {
            return try RootsWord(path: socket)
        } catch {
            let failure = HostFailure(error).failure
            throw Failure(
                failure.code, "Root vouches for \(deed) with the agent, and nothing was changed. \(failure.message)")
        }
    }

    /// Vouches for a head of the audit log.
    var vouch: @Sendable (AuditHead) throws -> Void {
        { head throws in try self.vouch(for: AgentAuditHead(sequence: head.sequence, hash: head.hash)) }
    }
}
