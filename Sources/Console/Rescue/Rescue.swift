public import Fail2ban
public import Host

/// Lets an address in again, by fail2ban alone: without BanGUI's database, its server or a setup.
public struct Rescue: Sendable {
    /// A ban that was lifted.
    public struct Lifted: Hashable, Sendable {
        /// What was banned: the address, or a network that holds it.
        public let id: BanID
        /// Where.
        public let jail: JailName
    }

    /// What came of it.
    public struct Report: Sendable {
        /// The bans that were lifted, by jail.
        public let lifted: [Lifted]
        /// The running jails that were looked at.
        public let jails: [JailName]
    }

    private let host: any Host

    /// A rescue by the fail2ban of `host`.
    public init(_ host: any Host) { self.host = host }

    /// Lifts every ban that keeps `address` out, also of networks that hold it.
    ///
    /// - Throws: `HostError`.
    public func letIn(_ address: IPAddress) async throws(HostError) -> Report {
        var (lifted, jails) = ([Lifted](), [JailName]())
        for jail in try await host.counters().map(\.name) where jail.isReachable {
            do throws(HostError) {
                // The address itself first: the list of a jail with very many bans takes a second.
                let own = BanID.address(address)
                if try await host.isBanned([own], in: jail) == [true], try await host.unban([own], in: jail) > 0 {
                    lifted.append(Lifted(id: own, jail: jail))
                }
                let around = try await host.bans(in: jail).bans.map(\.id).filter { id in
                    id != own && id.network.map { $0.contains(address) } ?? false
                }
                for id in around where try await host.unban([id], in: jail) > 0 {
                    lifted.append(Lifted(id: id, jail: jail))
                }
                jails.append(jail)
            } catch {
                // A jail that stops meanwhile bans nobody.
                guard error == .noSuchJail(jail) else { throw error }
            }
        }
        return Report(lifted: lifted, jails: jails)
    }
}
