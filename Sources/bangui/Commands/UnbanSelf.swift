import Console
import Fail2ban
import FoundationEssentials
import Host

/// `bangui unban --self`: lets the one who asks in again, by fail2ban's socket alone.
struct UnbanSelf {
    let place: Place
    /// The address that was typed; else the one that SSH tells of.
    let typed: String?
    let json: Bool

    private struct Told: Encodable {
        struct Ban: Encodable {
            let id: String
            let jail: String
        }
        let address: String
        let unbanned: [Ban]
        let jails: Int
    }

    func run() async throws {
        let scene = try await place.scene(isDirect: true)
        let result: Result<(IPAddress, Rescue.Report), any Error>
        do {
            let address = try await address(scene.host)
            result = .success((address, try await Rescue(scene.host).letIn(address)))
        } catch let error as HostError {
            result = .failure(failure(error))
        } catch {
            result = .failure(error)
        }
        await scene.host.close()
        let (address, report) = try result.get()
        tell(address, report, scene)
        await note(report)
    }

    private func address(_ host: any Host) async throws -> IPAddress {
        if let typed {
            guard case .address(let address)? = try? BanID(typed: typed) else {
                throw Failure(.usage, "“\(typed)” is no IPv4 or IPv6 address.")
            }
            return address
        }
        if let address = VisitorAddress.find(in: ProcessInfo.processInfo.environment) { return address }
        // `sudo` from a console that tells nothing: who is the only one here over SSH asks.
        let peers = await host.protectedNetworks().filter { $0.reason == .sshPeer }.map(\.network.first)
        if peers.count == 1 { return peers[0] }
        let who =
            peers.isEmpty
            ? "" : " These work on this machine over SSH: \(peers.map { "\($0)" }.joined(separator: ", "))."
        throw Failure(.usage, "Your address cannot be found out. Name it: bangui unban --self ADDRESS.\(who)")
    }

    /// Tells the audit log, where there is one: what keeps it from that keeps nobody out.
    private func note(_ report: Rescue.Report) async {
        guard let event = report.auditEvent, let start = try? Start(place.sources()), start.state != .needsSetup else {
            return
        }
        do {
            try await AuditDesk(place).with { try await $0.note(event, by: .commandLine) }
        } catch {
            Output.note("The audit log could not be told: \(Failure(error).message)")
        }
    }

    private func failure(_ error: HostError) -> Failure {
        guard case .unreachable(.noPermission(let path)) = error else { return place.failure(error) }
        return Failure(.notPermitted, "Only root may open \(path): sudo bangui unban --self")
    }

    private func tell(_ address: IPAddress, _ report: Rescue.Report, _ scene: DoctorScene) {
        if json {
            return Output.json(
                encoding: Told(
                    address: "\(address)", unbanned: report.lifted.map { .init(id: $0.id.text, jail: $0.jail.text) },
                    jails: report.jails.count))
        }
        for ban in report.lifted {
            let what = ban.id == .address(address) ? "\(address)" : "\(ban.id.text), which holds \(address),"
            Output.line("\(what) was banned in \(Output.inert(ban.jail.text)): unbanned.")
        }
        guard report.lifted.isEmpty else { return }
        Output.line(
            "\(address) is banned in none of the \(report.jails.count) jails of \(Output.inert(scene.socketPath)).")
        Output.line("What else may keep it out: a firewall's own rules, or the service itself.")
    }
}
