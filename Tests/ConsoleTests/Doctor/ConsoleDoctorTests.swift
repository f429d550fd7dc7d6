import Foundation
import Host
import Storage
import TestSupport
import Testing

@testable import Console

@Suite struct ConsoleDoctorTests {
    @Test func `how the server listens, and by which address people come`() async throws {
        let world = try await DoctorWorld()
        let https = "https://ban.example.org"
        #expect(await world.words("console.listen").hasPrefix("ok"))
        let open = world.scene([.listen: "0.0.0.0:8080"])
        #expect(await world.words("console.listen", in: open).hasPrefix("warning: It listens on 0.0.0.0:8080"))
        let named = world.scene([.listen: "0.0.0.0:8080", .publicURL: https])
        #expect(await world.words("console.listen", in: named).hasPrefix("note"))
        #expect(await world.words("console.proxy", in: named).contains("all of them have the proxy's address"))
        let trusting = world.scene([.publicURL: https, .trustedProxies: "192.0.2.7"])
        #expect(await world.words("console.proxy", in: trusting).contains("192.0.2.7 tell their addresses"))
        let plain = world.scene([.sessionCookieSecure: "false"])
        #expect(await world.words("console.cookies", in: plain).hasPrefix("note: Cookies go over plain http"))
        let readable = world.scene([.sessionCookieHTTPOnly: "false"])
        #expect(await world.words("console.cookies", in: readable).hasPrefix("warning: Scripts may read"))
        await world.close()
    }

    @Test func `faulty settings are told, and the rest is looked at all the same`() async throws {
        let world = try await DoctorWorld()
        let scene = world.scene([.logLevel: "loud", .timeZone: "Mars/Base"])
        #expect(await world.words("console.settings", in: scene).hasPrefix("failure: timezone=Mars/Base"))
        #expect(await world.words("console.settings", in: scene).hasSuffix("(+1)"))
        #expect(await world.words("console.listen", in: scene) == "skipped: The settings are faulty.")
        #expect(await world.words("data.directory", in: scene).hasPrefix("ok"))
        await world.close()
    }

    @Test func `the server's user, its helper and how far it has come`() async throws {
        let world = try await DoctorWorld()
        var scene = world.scene()
        scene.process.user = 0
        #expect(await world.words("console.user", in: scene).hasPrefix("warning"))
        scene.process.user = 12_345
        #expect(await world.words("console.user", in: scene).contains("12345"))
        #expect(await world.words("data.directory", in: scene).contains("and the server runs as 12345"))
        scene.agentSocket = world.folder.file("agent.sock")
        #expect(await world.words("console.agent", in: scene).hasPrefix("failure: There is no socket"))
        scene.intake = IntakeProgress(remaining: 9 << 20)
        #expect(await world.words("console.intake", in: scene).contains("9.0 MiB"))
        scene.intake = IntakeProgress(remaining: 0, vanished: 2)
        #expect(await world.words("console.intake", in: scene).hasPrefix("note: Rotations of the log"))
        scene.intake?.trouble = "the disk is full"
        #expect(await world.words("console.intake", in: scene).hasPrefix("warning"))
        scene.serverProcess = nil
        #expect(await world.words("console.server", in: scene).hasPrefix("note: No server runs"))
        await world.close()
    }
}
