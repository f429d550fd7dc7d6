import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct BanPageTests {
    @Test func `a ban by the form leads to what came of it, and back by its undo`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            let form = [
                ("addresses", "198.18.7.1\r\n198.18.7.2, 198.18.7.3"), ("jail", "one"), ("jail", "two"),
                ("reason", "x"),
            ]
            let banned = try await ada.form("/bans/ban", form)
            let place = try #require(banned["location"])
            #expect(banned.status == 303 && place.hasPrefix("/operations/"))
            let page = try await ada.get(place)
            #expect(page.status == 200 && page.text.contains("198.18.7.3"))
            let command = "fail2ban-client -s \(fail2ban.socketPath) set one banip 198.18.7.1 198.18.7.2 198.18.7.3"
            #expect(page.text.contains(command) && page.text.contains("by the jail’s own time"))
            let undone = try await ada.form(place.replacing("/operations/", with: "/undo/"))
            #expect(undone.status == 303)
            let listed = try fail2ban.client(["get", "one", "banip"]).output
            #expect(!listed.contains("198.18.7."))
            #expect(try await ada.form(place.replacing("/operations/", with: "/undo/")).status == 410)
        }
    }

    @Test func `the page of a ban tells each end, and how the end of one that stood already moved`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            func page(_ address: String, _ duration: String) async throws -> String {
                let fields = [("addresses", address), ("jail", "one"), ("duration", duration)]
                return try await ada.get(try #require(try await ada.form("/bans/ban", fields)["location"])).text
            }
            let first = try await page("198.18.7.1", "1h")
            #expect(first.contains("after 1 h") && first.contains("the chosen one is kept by BanGUI"))
            let again = try await page("198.18.7.1", "permanent")
            #expect(again.contains("end moved from") && again.contains("permanent") && again.contains("1 of 1 done"))
            #expect(!again.contains("after 1 h"))
            // What was refused is not in the command to copy.
            let refused = try await page("198.18.7.2 127.0.0.1", "1h")
            #expect(refused.contains("banip 198.18.7.2<") && refused.contains("refused"))
            let kept = try await page("198.18.7.1", "")
            #expect(kept.contains("as before") && !kept.contains("the chosen one is kept by BanGUI"))
        }
    }

    @Test func `rows are lifted from the list, one or those that are marked`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            _ = try await ada.ban(#"{"addresses":["198.18.7.1","198.18.7.2","198.18.7.3"],"jails":["one","two"]}"#)
            func row(_ address: String, _ jail: String) -> String { BanReference(jail: jail, address: address).text }
            let single = try await ada.form(
                "/bans/unban", [("only", row("198.18.7.1", "one")), ("ban", row("198.18.7.2", "one"))])
            #expect(single.status == 303)
            let marked = try await ada.form(
                "/bans/unban", [("ban", row("198.18.7.2", "two")), ("ban", row("198.18.7.3", "one"))])
            let place = try #require(marked["location"])
            let list = try await ada.get(place)
            #expect(list.text.contains("/undo/"))
            let total = try await ada.get("/api/bans").json["total"] as? Int
            #expect(total == 3)
            #expect(try await ada.form("/bans/unban").status == 422)
            #expect(try await ada.form("/bans/unban", [("ban", "nonsense")]).status == 422)
            #expect(try fail2ban.client(["get", "one", "banip"]).output.contains("198.18.7.2"))
        }
    }

    @Test func `the form keeps what was typed and says what is wrong or protected`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            let wrong = try await ada.form(
                "/bans/ban", [("addresses", "198.18.7.1 nonsense"), ("jail", "one"), ("duration", "soon")])
            #expect(wrong.status == 422)
            for word in ["198.18.7.1", "nonsense", "soon"] { #expect(wrong.text.contains(word)) }
            let own = [("addresses", "127.0.0.1"), ("jail", "one")]
            let refused = try await ada.form("/bans/ban", own)
            #expect(refused.status == 409 && refused.text.contains("your own address"))
            let meant = try await ada.form("/bans/ban", own + [("confirm", "127.0.0.1")])
            #expect(meant.status == 303)
        }
    }

    @Test(.shows("ASVS-3.2.1", "ASVS-5.4.1", "ASVS-5.4.2"))
    func `an export holds exactly what the list is filtered to`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            _ = try await ada.ban(#"{"addresses":["198.18.7.1","198.18.8.1"],"jails":["one","two"],"duration":"1h"}"#)
            let csv = try await ada.get("/bans/export.csv?q=198.18.7.0%2F24&jail=two")
            let lines = csv.text.split(separator: "\r\n")
            #expect(lines.count == 2 && lines[1].hasPrefix("198.18.7.1,two,local,20"))
            #expect(csv["content-disposition"]?.hasPrefix("attachment; filename=\"bans-2") == true)
            let all = try await ada.get("/bans/export.json")
            let rows = try #require(all.rows)
            #expect(rows.count == 4 && Set(rows.compactMap { $0["jail"] as? String }) == ["one", "two"])
            let none = try await ada.get("/bans/export.json?jail=none")
            #expect(none.rows?.isEmpty == true)
        }
    }
}
