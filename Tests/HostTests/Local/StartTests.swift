import Fail2ban
import Host
import Logging
import TestSupport
import Testing

@Suite(.serialized, .shows("ASVS-1.2.5")) struct StartTests {
    private func host(_ fail2ban: RealFail2ban, _ command: [String]) -> LocalHost {
        LocalHost(
            .init(
                socketPath: fail2ban.socketPath, configurationDirectory: fail2ban.configurationDirectory,
                clientProgram: fail2ban.clientProgram, clientEnvironment: fail2ban.clientEnvironment,
                startCommand: command),
            logger: Logger(label: "test"))
    }

    @Test func `a daemon that is down is started by the owner's command, and by nothing else`() async throws {
        let fail2ban = try await RealFail2ban.start()
        fail2ban.stop()
        let closed = host(fail2ban, [])
        await #expect(throws: HostError.notAllowed(LocalHost.noStartCommand)) { try await closed.startDaemon() }
        for (command, words) in [
            (["/bin/sh", "-c", "echo no luck >&2; exit 3"], "no luck"), (["/bin/false"], "status 1"),
            (["/nonexistent/program"], "cannot be run"),
        ] {
            let error = await #expect(throws: HostError.self) { try await host(fail2ban, command).startDaemon() }
            guard case .refused(let told)? = error else {
                Issue.record("\(command): \(String(describing: error))")
                continue
            }
            #expect(told.contains(words))
        }
        let place = [
            "-c", fail2ban.configurationDirectory, "-s", fail2ban.socketPath, "-p", fail2ban.folder.file("f.pid"),
        ]
        let open = host(fail2ban, fail2ban.clientProgram + place + ["start"])
        try await open.startDaemon()
        try await open.ping(deadline: .seconds(30))
        // One that runs is left alone, whatever the command would do.
        try await host(fail2ban, ["/bin/false"]).startDaemon()
        _ = try fail2ban.client(["stop"])
        #expect(await eventually { (try? await open.ping(deadline: .seconds(1))) == nil })
    }
}
