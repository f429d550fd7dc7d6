import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite(.shows("ASVS-14.2.4", "ASVS-16.2.5")) struct SecrecyTests {
    @Test func `no password, session or token is ever logged`() async throws {
        try await World.with(WorldPlan(isSetUp: false)) { world in
            let token = try #require(world.setupToken)
            _ = try await world.client.send("GET", "/setup?token=\(token)")
            let body = #"{"token":"\#(token)","username":"ada","password":"\#(World.password)"}"#
            let json = [("Content-Type", "application/json")]
            _ = try await world.client.send(
                "POST", "/api/setup", json + [("Origin", "https://evil.example")], body: body)
            let done = try await world.client.send("POST", "/api/setup", json, body: body)
            #expect(done.status == 201)
            _ = try await login(world, password: "a wrong walk by the sea")
            let session = try #require(try await login(world).cookie("__Host-bangui"))
            let ada = try await world.visitor()
            world.database.fail(with: ErrorWithoutMeaning())
            _ = try await ada.get("/bans?q=x")
            world.database.fail(with: nil)
            _ = try await ada.api("POST", "/api/auth/logout")
            let secrets = [token, World.password, "a wrong walk", session, ada.token, String(ada.cookie.dropFirst(14))]
            for secret in secrets { #expect(!world.logLines.contains { $0.contains(secret) }) }
            #expect(!world.logLines.isEmpty)
        }
    }

    private struct ErrorWithoutMeaning: Error {}
}
