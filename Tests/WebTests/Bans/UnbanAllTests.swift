import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct UnbanAllTests {
    @Test func `everything under a filter ends at once, and nothing else`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            _ = try await ada.ban(#"{"addresses":["198.18.7.1","198.18.7.2","198.18.8.1"],"jails":["one","two"]}"#)
            let list = try await ada.get("/bans?q=198.18.7.")
            #expect(list.text.contains("href=\"/bans/unban-all?q=198.18.7.\"") && list.text.contains("Unban all 4"))
            #expect(try await !ada.get("/bans").text.contains("/bans/unban-all"))
            let asked = try await ada.get("/bans/unban-all?q=198.18.7.&jail=one")
            #expect(asked.text.contains("name=\"shown\" value=\"2\"") && !asked.text.contains("name=\"count\""))
            let done = try await ada.form("/bans/unban-all", [("q", "198.18.7."), ("jail", "one"), ("shown", "2")])
            let place = try #require(done["location"])
            #expect(done.status == 303 && place.hasPrefix("/bans?q=198.18.7.&jail=one&done="))
            #expect(try await ada.get(place).text.contains("/undo/"))
            #expect(try fail2ban.client(["get", "one", "banip"]).output.split(separator: "\n").count == 1)
            #expect(try await ada.get("/api/bans").json["total"] as? Int == 4)
        }
    }

    @Test func `without a filter nothing ends, and many need their number typed`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            let addresses = (1...60).map { "\"198.18.7.\($0)\"" }.joined(separator: ",")
            _ = try await ada.ban("{\"addresses\":[\(addresses)],\"jails\":[\"one\"],\"keep\":true}")
            #expect(try await ada.get("/bans/unban-all").status == 303)
            #expect(try await ada.form("/bans/unban-all", [("shown", "60")]).status == 422)
            let filter = [("q", "198.18.7.")]
            #expect(try await ada.form("/bans/unban-all", filter).status == 422)
            #expect(try await ada.get("/bans/unban-all?q=198.18.7.").text.contains("Type the number 60 to confirm"))
            for typed in ["", "6", "600"] {
                let wrong = try await ada.form("/bans/unban-all", filter + [("shown", "60"), ("count", typed)])
                #expect(wrong.status == 422 && wrong.text.contains("This is not the number 60."))
            }
            let grown = try await ada.form("/bans/unban-all", filter + [("shown", "20")])
            #expect(grown.status == 409 && grown.text.contains("value=\"60\""))
            #expect(try await ada.get("/api/bans").json["total"] as? Int == 60)
            let done = try await ada.form("/bans/unban-all", filter + [("shown", "60"), ("count", "60")])
            #expect(done.status == 303)
            #expect(try await ada.get("/api/bans").json["total"] as? Int == 0)
        }
    }
}
