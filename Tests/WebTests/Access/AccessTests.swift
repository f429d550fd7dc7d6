import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct AccessTests {
    @Test func `every page that can be linked to is registered`() async throws {
        try await World.with { world in
            let paths = Set(world.entries.map(\.path))
            for route in Route.allCases { #expect(paths.contains(route.rawValue), "\(route)") }
        }
    }

    @Test(.shows("ABUSE-27", "ASVS-3.5.3", "ASVS-6.3.4", "ASVS-8.2.1", "ASVS-8.3.1"))
    func `every route answers as the table of actions says, to strangers, to guests and to administrators`()
        async throws
    {
        try await World.with { world in
            try await world.person("guest", isAdministrator: false)
            for entry in world.entries {
                let need = entry.action.rule.need
                let stranger = try await Sample(entry).send(to: world, by: nil)
                let guest = try await Sample(entry).send(to: world, by: world.visitor("guest"))
                let administrator = try await Sample(entry).send(to: world, by: world.visitor())
                switch need {
                case .anyone:
                    // The form of the way in wants its own token first.
                    var refusal = entry.path == "/login" && entry.method == "POST" ? 403 : nil
                    // The way in of programs is for nobody who comes as a browser does.
                    if entry.isForProgramsAlone { refusal = 403 }
                    for reply in [stranger, guest, administrator] {
                        #expect(reply.status != 403 || refusal == 403, "\(entry)")
                    }
                case .setup: #expect(isSetupDone(administrator, entry), "\(entry) \(administrator.status)")
                case .metrics: #expect(administrator.status == 401, "\(entry)")
                case .signedIn:
                    #expect(isTurnedAway(stranger, entry), "\(entry) \(stranger.status)")
                    for reply in [guest, administrator] { #expect(isLetIn(reply), "\(entry) \(reply.status)") }
                case .app, .administrator:
                    #expect(isTurnedAway(stranger, entry), "\(entry) \(stranger.status)")
                    #expect(guest.status == 403, "\(entry) \(guest.status)")
                    #expect(isLetIn(administrator), "\(entry) \(administrator.status)")
                }
            }
        }
    }

    @Test(.shows("ABUSE-27", "ASVS-3.5.3")) func `reading changes nothing in the database`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let before = try await world.fingerprint()
            for entry in world.entries where entry.method == "GET" {
                let reply = try await Sample(entry).send(to: world, by: ada)
                #expect(reply.status < 500 || reply.status == 503, "\(entry) \(reply.status)")
            }
            #expect(try await world.fingerprint() == before)
        }
    }

    private func isTurnedAway(_ reply: HTTPReply, _ entry: Routes.Entry) -> Bool {
        if entry.path.hasPrefix("/api/") || entry.path.hasPrefix("/health") {
            return reply.status == 401 && reply.code == "not_signed_in"
        }
        return reply.status == 303 && reply["location"]?.hasPrefix("/login") == true
    }

    private func isSetupDone(_ reply: HTTPReply, _ entry: Routes.Entry) -> Bool {
        entry.method == "GET" ? reply.status == 303 && reply["location"] == "/login" : reply.status == 409
    }

    private func isLetIn(_ reply: HTTPReply) -> Bool {
        reply.status != 401 && reply.status != 403 && reply["location"]?.hasPrefix("/login?") != true
    }
}
