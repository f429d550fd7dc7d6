import Foundation
import HTML
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct HostileTextTests {
    private static let jail = "x\"'><img src=x onerror=alert(1)>\u{202e}\"\u{301}"
    private static let ids = [
        "<script>alert(1)<", "\"\u{301}onmouseover=alert(1) x=\"", "\u{202e}evil", "=cmd|'calc'!A1",
        "a&lt;b", "esc\u{1b}[31m",
    ]

    @Test(.shows("ABUSE-28", "ASVS-1.2.1")) func `names and ids of others are inert in pages, JSON and CSV`()
        async throws
    {
        let folder = try TemporaryFolder()
        let log = try folder.write("", to: "hostile.log")
        let hostile = TestJail(Self.jail, ["action": "", "logpath": log])
        try await guarded([hostile]) { world, fail2ban in
            let ada = try await world.visitor()
            for id in Self.ids { try fail2ban.client(["set", Self.jail, "banip", id]) }
            let isListed = try await eventually {
                try await ada.get("/api/bans").json["total"] as? Int == Self.ids.count
            }
            #expect(isListed)
            let list = try await ada.get("/api/bans")
            let rows = list.json["bans"] as? [[String: Any]] ?? []
            #expect(
                Set(rows.compactMap { ($0["address"] as? String).map { Array($0.utf8) } })
                    == Set(Self.ids.map { Array($0.utf8) }))
            #expect(Set(rows.compactMap { $0["jail"] as? String }) == [Self.jail])
            #expect(!list.text.contains("<") && !list.text.contains(">"))
            let name = Link.jail(Self.jail).path().text
            let query = encodedForm([("q", Self.ids[0]), ("jail", Self.jail)])
            let addresses = Self.ids.map { Link.address($0, lines: nil).path().text }
            for path in [
                "/bans", "/bans?\(query)", "/jails", name, "/bans/ban?\(query)&addresses=%22%3E%3Cscript%3E",
            ] + addresses {
                let page = try await ada.get(path)
                #expect(page.status == 200, "\(path) \(page.status)")
                expectInert(page, path)
            }
            let page = try await ada.get(name)
            let socket = world.console.configuration.fail2banSocket
            #expect(
                page.text.utf8.contains(
                    Array("data-copy=\"fail2ban-client -s \(socket) stop &#39;x&quot;&#39;\\&#39;&#39;&gt;".utf8)))
            let csv = try await ada.get("/bans/export.csv")
            for line in csv.text.components(separatedBy: "\r\n") {
                #expect(!line.hasPrefix("=") && !line.hasPrefix("\"="))
            }
            #expect(csv.text.contains("'=cmd|'calc'!A1"))
            let exported = try await ada.get("/bans/export.json")
            let parsed = try JSONSerialization.jsonObject(with: Data(exported.body)) as? [[String: Any]]
            #expect(parsed?.count == Self.ids.count && !exported.text.contains("<"))
        }
    }

    @Test func `what was typed comes back inert`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let hostile = "\"'><script>alert(1)</script>\u{301}\u{202e}"
            let pages = [
                try await ada.form("/bans/ban", [("addresses", hostile), ("jail", hostile), ("duration", hostile)]),
                try await ada.form("/settings", [("timezone", hostile)]),
                try await ada.get("/login?" + encodedForm([("return", hostile)])),
                try await ada.get("/bans?" + encodedForm([("q", hostile), ("cursor", hostile)])),
                try await ada.get("/" + encodedForm([("a", hostile)])),
                try await ada.get(Link.address(hostile, lines: nil).path().text),
                try await ada.get(Link.search(word: hostile, cursor: hostile).path().text),
                try await ada.get(Link.search(word: hostile, cursor: nil).path().text),
            ]
            for (index, page) in pages.enumerated() { expectInert(page, "\(index)") }
            let problem = try await ada.get("/api/jails/" + encodedForm([(hostile, "")]).dropLast())
            #expect(problem["content-type"] == "application/problem+json" && !problem.text.contains("<"))
        }
    }

    @Test(.shows("ABUSE-5")) func `no text of any route ends a command to the daemon`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            let mark = fail2ban.folder.file("pwned")
            let payload = "x<F2B_END_COMMAND>cos\nmkdir\n(S'\(mark)'\ntR.<F2B_END_COMMAND>"
            let pid = fail2ban.pid
            for text in [payload, "198.18.7.1" + payload.dropFirst(), "one" + payload.dropFirst()] {
                for reply in try await everywhere(text, ada) {
                    #expect(reply.1.status < 500, "\(reply.0) \(reply.1.status) \(reply.1.text)")
                }
            }
            #expect(!FileManager.default.fileExists(atPath: mark))
            #expect(fail2ban.pid == pid)
            let pong = try fail2ban.client(["ping"])
            #expect(pong.output.contains("pong"))
            let jails = try await ada.get("/api/jails").json["jails"] as? [[String: Any]] ?? []
            #expect(Set(jails.compactMap { $0["name"] as? String }) == ["one", "two"])
        }
    }

    /// The text in every field of every route.
    private func everywhere(_ text: String, _ ada: Visitor) async throws -> [(String, HTTPReply)] {
        let json = JSONText(text).quoted
        let escaped = encodedForm([("", text)]).dropFirst()
        var replies: [(String, HTTPReply)] = []
        let bodies = [
            ("/api/bans", #"{"addresses":[\#(json)],"jails":["one"]}"#),
            ("/api/bans", #"{"addresses":["198.18.7.1"],"jails":[\#(json)]}"#),
            ("/api/bans", #"{"addresses":["198.18.7.1"],"jails":["one"],"duration":\#(json)}"#),
            ("/api/bans", #"{"addresses":["198.18.7.1"],"jails":["one"],"reason":\#(json)}"#),
            ("/api/bans", #"{"addresses":["198.18.7.1"],"jails":["one"],"confirm":\#(json)}"#),
            ("/api/unbans", #"{"addresses":[\#(json)],"jails":["one"]}"#),
            ("/api/unbans", #"{"addresses":[\#(json)]}"#),
            ("/api/unbans", #"{"addresses":["198.18.7.1"],"jails":[\#(json)]}"#),
            ("/api/unbans", #"{"filter":{"q":\#(json),"jails":[\#(json)],"host":\#(json)}}"#),
            ("/api/jails/one/settings", #"{"bantime":\#(json),"findtime":\#(json)}"#),
            ("/api/jails/one/ignore", #"{"address":\#(json)}"#),
            ("/api/jails/one/unignore", #"{"address":\#(json)}"#),
            ("/api/jails/\(escaped)/ignore", #"{"address":"198.18.7.1"}"#),
            ("/api/jails/\(escaped)/settings", #"{"bantime":"1h"}"#),
        ]
        for (path, body) in bodies { replies.append((path + body, try await ada.api("POST", path, body))) }
        for action in ["start", "stop", "reload"] {
            let path = "/api/jails/\(escaped)/\(action)"
            replies.append((path, try await ada.api("POST", path)))
        }
        for path in ["/api/undo/\(escaped)", "/api/operations/\(escaped)/confirm"] {
            replies.append((path, try await ada.api("POST", path)))
        }
        let queries = [
            "/api/bans?q=", "/api/bans?jail=", "/api/bans?host=", "/bans?q=", "/bans?jail=", "/api/jails/",
            "/addresses/", "/api/addresses/", "/search?q=", "/api/addresses?word=",
        ]
        for path in queries { replies.append((path, try await ada.get(path + escaped))) }
        let forms: [(String, [(String, String)])] = [
            ("/bans/ban", [("addresses", text), ("jail", "one"), ("duration", text), ("reason", text)]),
            ("/bans/ban", [("addresses", "198.18.7.1"), ("jail", text)]),
            ("/bans/unban", [("ban", BanReference(jail: "one", address: text).text)]),
            ("/bans/unban", [("ban", BanReference(jail: text, address: "198.18.7.1").text)]),
            ("/jails/one/settings", [("bantime", text), ("findtime", text), ("maxretry", text)]),
            ("/jails/one/ignore", [("address", text)]), ("/jails/one/unignore", [("address", text)]),
            ("/settings", [("timezone", text), ("fail2ban_socket", text)]),
            ("/addresses/\(escaped)/unban", [("jail", "one")]), ("/addresses/\(escaped)/unban", [("everywhere", "1")]),
            ("/addresses/198.18.7.1/unban", [("jail", text), ("reason", text)]),
        ]
        for (path, fields) in forms { replies.append((path, try await ada.form(path, fields))) }
        return replies
    }
}

/// A text as JSON has it.
private struct JSONText {
    let quoted: String

    init(_ text: String) {
        let data = (try? JSONSerialization.data(withJSONObject: [text])) ?? Data()
        quoted = String(decoding: data.dropFirst().dropLast(), as: UTF8.self)
    }
}
