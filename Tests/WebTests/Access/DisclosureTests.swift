import Fail2ban
import Host
import TestSupport
import Testing

@testable import Console
@testable import Web

/// What is told to those who may not know it.
@Suite(.shows("ASVS-8.2.3")) struct DisclosureTests {
    @Test func `pages of who may not see bans say nothing of them`() async throws {
        try await guarded { world, fail2ban in
            try await world.person("guest", isAdministrator: false)
            let (ada, guest) = (try await world.visitor(), try await world.visitor("guest"))
            let record = try await ada.ban(#"{"addresses":["198.51.100.0/24"],"jails":["one"]}"#)
            let operation = try #require(record.json["operation"] as? String)
            let version = try #require(world.console.guarding.board.status.daemon?.version.text)
            let path = "/account/sessions?done=\(operation)"
            let words = ["198.51.100.0/24", version, operation]
            let (own, foreign) = (try await ada.get(path), try await guest.get(path))
            #expect(own.status == 200 && foreign.status == 200)
            // The first line shows that there was something to see.
            #expect(words.allSatisfy { own.text.contains($0) }, "\(own.text)")
            for word in words { #expect(!foreign.text.contains(word), "\(word)") }
            for path in ["/bans", "/jails", "/operations/\(operation)", "/fragments/status", "/nothing"] {
                let refused = try await guest.get(path)
                #expect([403, 404].contains(refused.status), "\(path)")
                for word in words {
                    #expect(!refused.text.contains(word) || path.contains(word), "\(path) \(word)")
                }
            }
        }
    }

    @Test(.shows("ASVS-13.4.5")) func `strangers learn from health what state it is in and not why`() async throws {
        try await World.with { world in
            let ready = try await world.client.send("GET", "/health/ready")
            let checks = try #require(ready.json["checks"] as? [[String: Any]])
            #expect(ready.json["status"] as? String == "degraded")
            #expect(checks.map { $0["name"] as? String } == ["database", "fail2ban", "space"])
            #expect(checks.allSatisfy { ($0["detail"] as? String ?? "").isEmpty }, "\(ready.text)")
            #expect(!ready.text.contains(world.folder.path))
            let own = try await world.visitor().get("/health")
            #expect(own.text.contains("none.sock"))
        }
    }
}
