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

    @Test func `the server's user, its agent and how far it has come`() async throws {
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

    @Test func `whether a server could listen is tried, and the address given back`() async throws {
        let world = try await DoctorWorld()
        func words(_ listen: String) async -> String {
            var scene = world.scene([.listen: listen])
            #expect(await world.words("console.port", in: scene) == "ok: The server has \(listen).")
            scene.serverProcess = nil
            return await world.words("console.port", in: scene)
        }
        let port = try freePort()
        #expect(await words("127.0.0.1:\(port)") == "ok: 127.0.0.1:\(port) is free.")
        #expect(await words("192.0.2.1:\(port)").hasPrefix("failure: This machine has no address 192.0.2.1"))
        let other = try ListeningSocket(port: port)
        #expect(await words("127.0.0.1:\(port)") == "failure: Another program has 127.0.0.1:\(port).")
        other.close()
        #expect(await words("127.0.0.1:\(port)").hasPrefix("ok"))
        await world.close()
    }

    @Test func `a database whose folder is not there is told as such`() async throws {
        let world = try await DoctorWorld()
        let scene = world.scene([.databasePath: world.folder.file("none/b.sqlite")])
        #expect(await world.words("database.open", in: scene).hasPrefix("failure: The folder of"))
        await world.close()
    }
}

/// A socket of this test that listens.
private struct ListeningSocket {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(descriptor, 1) == 0 else { throw POSIXError(.EADDRINUSE) }
    }

    func close() { _ = Foundation.close(descriptor) }
}
