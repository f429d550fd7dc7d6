import Fail2ban
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct JailPageTests {
    @Test func `a stop says how many bans leave the firewall, before and after`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            _ = try await ada.ban(#"{"addresses":["198.18.7.1","198.18.7.2"],"jails":["two"]}"#)
            let isCounted = try await eventually {
                try await ada.get("/jails/two").text.contains("Stopping this jail lifts its 2 bans from the firewall")
            }
            #expect(isCounted)
            // The button only leads to a page that asks.
            let jail = try await ada.get("/jails/two").text
            #expect(jail.contains("href=\"/jails/two/stop\"") && !jail.contains("action=\"/jails/two/stop\""))
            let question = try await ada.get("/jails/two/stop")
            #expect(question.status == 200 && question.text.contains("lifts its 2 bans from the firewall"))
            #expect(question.text.contains("action=\"/jails/two/stop\""))
            #expect(world.console.guarding.board.runs(JailName(existing: "two")))
            let stopped = try await ada.form("/jails/two/stop")
            let page = try await ada.get(try #require(stopped["location"]))
            #expect(page.text.contains("Stopped two. 2 bans left the firewall."))
        }
    }

    @Test func `the page of a stopped jail says so, offers to start it and shows nothing else`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            _ = try await ada.form("/jails/two/stop")
            #expect(try await ada.get("/jails/two/stop")["location"] == "/jails/two")
            let page = try await ada.get("/jails/two")
            #expect(page.status == 200 && page.text.contains("is stopped") && page.text.contains("by ada"))
            #expect(page.text.contains("action=\"/jails/two/start\""))
            for absent in [
                "/jails/two/settings", "/jails/two/ignore", "class=\"tiles\"", "/jails/two/stop", "Ban here",
            ] {
                #expect(!page.text.contains(absent), "\(absent)")
            }
            _ = try await ada.form("/jails/two/start")
            let started = try await ada.get("/jails/two")
            #expect(started.text.contains("reading…") && started.text.contains("href=\"/jails/two/stop\""))
            #expect(try await ada.get("/jails").text.contains("reading…"))
            let isRead = try await eventually {
                try await !ada.get("/jails/two").text.contains("reading…")
            }
            #expect(isRead)
        }
    }

    @Test func `a jail that started since the last look has its page, one that does not run none`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            try fail2ban.configure([TestJail("one"), TestJail("two"), TestJail("three")])
            _ = try fail2ban.client(["reload"])
            let page = try await ada.get("/jails/three")
            #expect(page.status == 200 && page.text.contains("/jails/three/settings"))
            #expect(try await ada.get("/jails/four").status == 404)
        }
    }

    @Test func `the page of a jail claims nothing of its settings while fail2ban is down`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            #expect(try await ada.get("/jails/two").text.contains("No address is ignored by this jail."))
            fail2ban.kill9()
            let isUnknown = try await eventually {
                try await ada.get("/jails/two").text.contains("which does not answer now")
            }
            #expect(isUnknown)
            let page = try await ada.get("/jails/two").text
            for absent in ["No address is ignored", "/jails/two/settings", "/jails/two/ignore"] {
                #expect(!page.contains(absent), "\(absent)")
            }
        }
    }
}
