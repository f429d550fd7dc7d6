import Foundation
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct RuntimePageTests {
    @Test func `the page tells what the server needs and how that is, also in German`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let page = try await ada.get("/runtime")
            #expect(page.status == 200 && page.text.contains("data-live=\"/runtime\""))
            #expect(page.text.contains("Part of it does not work") && page.text.contains("There is no socket at"))
            #expect(page.text.contains("Disk space") && page.text.contains("aria-current=\"page\""))
            let german = try await ada.get("/runtime", [("Accept-Language", "de")])
            #expect(german.text.contains("Ein Teil geht nicht") && german.text.contains("Zustand"))
            let part = try await ada.get("/runtime", [("X-Fragment", "1")])
            #expect(part.status == 200 && !part.text.contains("<html") && part.text.contains("Disk space"))
        }
    }

    @Test func `only administrators may open it`() async throws {
        try await World.with { world in
            try await world.person("guest", isAdministrator: false)
            #expect(try await world.visitor("guest").get("/runtime").status == 403)
        }
    }
}
