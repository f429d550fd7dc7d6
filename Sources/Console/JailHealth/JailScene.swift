import Fail2ban
public import Host

/// All jails of a host at one moment, as they are judged together: what one looks like tells of another.
struct JailScene: Sendable {
    /// One running jail.
    struct Jail: Sendable {
        var counters: JailCounters
        var settings: JailSettings
        /// What it looks at; nil where nobody can tell.
        var sight: JailSight?
        /// What the firewall holds of its bans; nil where nobody asked.
        var firewall: JailFirewall?
        /// Bans that are listed and whose action failed.
        var notEnforced = 0

        var name: JailName { counters.name }
    }

    var jails: [Jail]
    var daemon: DaemonInfo
    /// UTC epoch seconds.
    var now: Int64
    /// What whoever types the same for `fail2ban-client` has to tell it.
    var options: ClientOptions
    /// Whether a program of a firewall is on this machine.
    var hasProgram: @Sendable (FirewallTool) -> Bool = { _ in true }

    /// The stock client's command for this fail2ban, to be copied.
    func client(_ words: String) -> String { "sudo " + options.complete("fail2ban-client " + words) }
}

extension JailScene {
    /// Asks a host for its running jails; those that stop meanwhile are left out.
    static func look(
        at counters: [JailCounters], of host: any Host, daemon: DaemonInfo, notEnforced: [String: Int] = [:],
        withFirewall: Bool = true, now: @Sendable () -> Int64
    ) async throws(HostError) -> JailScene {
        var jails: [Jail] = []
        for counters in counters {
            do throws(HostError) {
                var jail = Jail(counters: counters, settings: try await host.settings(of: counters.name))
                jail.notEnforced = notEnforced[counters.name.text] ?? 0
                jails.append(jail)
            } catch {
                guard error.isOfOneJail else { throw error }
                continue
            }
            do throws(HostError) {
                jails[jails.count - 1].sight = try await host.sight(of: counters.name)
            } catch {
                guard error.isOfOneJail || error.isOfOneQuestion else { throw error }
            }
        }
        if withFirewall {
            let firewalls = try await firewalls(of: jails.filter { $0.counters.banned > 0 }.map(\.name), host)
            for index in jails.indices { jails[index].firewall = firewalls[jails[index].name] }
        }
        return JailScene(jails: jails, daemon: daemon, now: now(), options: host.clientOptions)
    }

    /// Jails whose firewall is looked at at the same time: where one lacks bans, a look waits for two seconds.
    private static let mostFirewalls = 4

    private static func firewalls(
        of names: [JailName], _ host: any Host
    ) async throws(HostError) -> [JailName: JailFirewall] {
        let told = await withTaskGroup(of: (JailName, Result<JailFirewall, HostError>).self) { group in
            var (told, left): ([(JailName, Result<JailFirewall, HostError>)], ArraySlice<JailName>) = ([], names[...])
            func ask() {
                guard let name = left.popFirst() else { return }
                group.addTask {
                    // Told first and paired then: with the call inside the pair, Swift 6.3 wrote the name over, and the
                    // program crashed (optimized builds only).
                    let result = await host.told(of: name)
                    return (name, result)
                }
            }
            for _ in 0..<mostFirewalls { ask() }
            while let one = await group.next() {
                told.append(one)
                ask()
            }
            return told
        }
        var firewalls: [JailName: JailFirewall] = [:]
        for (name, result) in told {
            do throws(HostError) {
                firewalls[name] = try result.get()
            } catch {
                guard error.isOfOneJail || error.isOfOneQuestion else { throw error }
            }
        }
        return firewalls
    }
}

extension Host {
    /// What the firewall holds of a jail, or why nobody knows.
    fileprivate func told(of jail: JailName) async -> Result<JailFirewall, HostError> {
        do throws(HostError) {
            return .success(try await firewall(of: jail))
        } catch {
            return .failure(error)
        }
    }
}

extension HostError {
    /// Whether it says nothing of other jails.
    var isOfOneJail: Bool {
        switch self {
        case .noSuchJail, .refused, .protocolViolation: true
        default: false
        }
    }

    /// Whether an agent of an earlier version may just not know the question.
    fileprivate var isOfOneQuestion: Bool {
        if case .notAllowed = self { true } else { false }
    }
}

extension JailHealth {
    /// Looks once at the running jails of a host, for a program that runs for a moment: what takes two looks is not judged.
    public static func look(
        at host: any Host, now: @Sendable () -> Int64
    ) async throws(HostError) -> JailHealth {
        let daemon = try await host.daemon()
        let counters = try await host.counters()
        var scene = try await JailScene.look(at: counters, of: host, daemon: daemon, now: now)
        scene.hasProgram = { $0.isThere(below: "") }
        return JailHealth(
            findings: JailDiagnosis.findings(in: scene), seen: scene.jails.map(\.name), at: scene.now)
    }
}
