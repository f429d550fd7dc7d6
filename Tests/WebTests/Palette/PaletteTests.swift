import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct PaletteTests {
    @Test func `the palette offers what a person may open, and no more`() async throws {
        try await guarded { world, _ in
            try await world.person("guest", isAdministrator: false)
            let own = try await world.visitor().get("/fragments/palette").text
            #expect(own.contains("data-href=\"/bans\"") && own.contains("data-href=\"/settings\""))
            #expect(own.contains("data-href=\"/jails/one\"") && own.contains("data-press=\"[data-sign-out]\""))
            let others = try await world.visitor("guest").get("/fragments/palette").text
            #expect(others.contains("data-href=\"/settings/me\"") && !others.contains("data-href=\"/settings\""))
            #expect(!others.contains("/jails") && !others.contains("/bans"))
        }
    }

    @Test func `paths for an address keep a place that the script fills`() async throws {
        try await World.with { world in
            let text = try await world.visitor().get("/fragments/palette").text
            #expect(text.contains("data-href=\"/events?q=%7Bid%7D\""))
            #expect(text.contains("data-href=\"/events?text=%7Bid%7D\""))
            #expect(text.contains("data-href=\"/bans/ban?addresses=%7Bid%7D\""))
        }
    }
}
