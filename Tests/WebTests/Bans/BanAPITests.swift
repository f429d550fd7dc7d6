import Foundation
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct BanAPITests {
    @Test func `a jail whose name fail2ban cannot take is not found or refused, never an error of the gateway`()
        async throws
    {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            for (name, status) in [
                ("-", 422), ("-x", 422), ("--if-exists", 422), ("--all", 404), ("loglevel", 404), ("~", 404),
            ] {
                let reply = try await ada.api("POST", "/api/jails/\(name)/start")
                #expect(reply.status == status, "\(name) \(reply.text)")
                #expect(reply.code == (status == 422 ? "invalid_values" : "not_found"))
            }
            for act in ["stop", "reload"] {
                for name in ["-", "--all", "~", "none"] {
                    let reply = try await ada.api("POST", "/api/jails/\(name)/\(act)")
                    #expect(reply.status == 404 && reply.code == "not_found", "\(act) \(name)")
                }
            }
        }
    }

    @Test func `a thousand faulty addresses get a short answer`() async throws {
        try await World.with { world in
            let long = String(repeating: "x", count: 500)
            let addresses = (0..<1000).map { #""\#(long)\#($0)""# }.joined(separator: ",")
            let reply = try await world.visitor().ban(#"{"addresses":[\#(addresses)],"jails":["one"]}"#)
            #expect(reply.status == 422 && reply.code == "invalid_values")
            #expect((reply.json["fields"] as? [Any])?.count == 20)
            #expect(reply.body.count < 16_384, "\(reply.body.count)")
        }
    }

    @Test func `a ban is told as the interface says, with its end where it has one`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            let timed = try await ada.ban(
                #"{"addresses":["198.18.7.1","2001:DB8::/64"],"jails":["one"],"duration":"1h","reason":"noise","keep":true}"#
            )
            #expect(timed.results == ["198.18.7.1 one done", "2001:db8::/64 one done"])
            #expect(timed.json["undo"] is String && timed.json["confirmBy"] == nil || isNull(timed.json["confirmBy"]))
            let plain = try await ada.ban(#"{"addresses":[" 198.18.7.2 "],"jails":["one","two"]}"#)
            #expect(plain.results == ["198.18.7.2 one done", "198.18.7.2 two done"])
            let commands = plain.json["commands"] as? [String]
            #expect(commands?.first == "fail2ban-client -s \(fail2ban.socketPath) set one banip 198.18.7.2")
            let list = try await ada.get("/api/bans")
            let rows = try #require(list.json["bans"] as? [[String: Any]])
            #expect(list.json["total"] as? Int == 4 && isNull(list.json["next"]))
            for row in rows {
                #expect(row["host"] as? String == "local" && row["enforced"] as? Bool == true)
                #expect((row["bannedAt"] as? String)?.hasSuffix("Z") == true)
            }
            let byID = Dictionary(grouping: rows) { "\($0["address"] ?? "") \($0["jail"] ?? "")" }.mapValues { $0[0] }
            let hour = try #require(byID["198.18.7.1 one"])
            #expect(hour["endsBy"] as? String == "bangui")
            let start = try #require(hour["bannedAt"] as? String)
            let end = try #require(hour["expiresAt"] as? String)
            // The end is counted from the request, the beginning from what fail2ban then did.
            #expect(abs(try seconds(from: start, to: end) - 3600) <= 30)
            // How long the jail bans is learnt from fail2ban's own records, a moment later.
            let isPermanent = try await eventually {
                let rows = try await ada.get("/api/bans?jail=two").json["bans"] as? [[String: Any]] ?? []
                return rows.count == 1 && isNull(rows[0]["expiresAt"])
            }
            #expect(isPermanent)
            #expect(byID["198.18.7.2 one"]?["endsBy"] as? String == "fail2ban")
            #expect(try fail2ban.client(["get", "one", "banip"]).output.contains("198.18.7.1"))
            let again = try await ada.ban(#"{"addresses":["198.18.7.2"],"jails":["one"]}"#)
            #expect(again.results == ["198.18.7.2 one already"])
        }
    }

    @Test func `one's own address and this machine are refused until they are typed in full`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            for address in ["127.0.0.1", "127.0.0.0/8", "::ffff:127.0.0.1", "0.0.0.0/1"] {
                let reply = try await ada.ban(#"{"addresses":["\#(address)","198.18.7.9"],"jails":["one"]}"#)
                #expect(reply.status == 200 && reply.results.contains { $0.hasSuffix(" refused") }, "\(reply.text)")
            }
            let listed = try fail2ban.client(["get", "one", "banip"]).output
            #expect(!listed.contains("127.") && !listed.contains("0.0.0.0") && listed.contains("198.18.7.9"))
            let wrong = try await ada.ban(#"{"addresses":["127.0.0.1"],"jails":["one"],"confirm":"127.0.0.2"}"#)
            #expect(wrong.results == ["127.0.0.1 one refused"])
            let meant = try await ada.ban(#"{"addresses":["127.0.0.1"],"jails":["one"],"confirm":"127.0.0.1"}"#)
            #expect(meant.results == ["127.0.0.1 one done"])
        }
    }

    @Test func `filters narrow the list and pages lead to its end`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            let all = (1...25).map { "198.51.100.\($0)" }
            let texts = all.map { "\"\($0)\"" }.joined(separator: ",")
            _ = try await ada.ban(#"{"addresses":[\#(texts)],"jails":["one"],"keep":true}"#)
            _ = try await ada.ban(#"{"addresses":["198.51.100.3"],"jails":["two"]}"#)
            let counts = [
                ("q=198.51.100.0%2F28", 16), ("q=198.51.100.3", 2), ("q=198.51.100.", 26),
                ("q=198.51.100.3&jail=two", 1),
                ("jail=one&jail=two", 26), ("jail=none", 0), ("host=local", 26), ("host=other", 0),
                ("q=203.0.113.1", 0),
                ("q=198.51.100.25%2F32", 1), ("q=%25", 0), ("q=_", 0), ("q=x%00y", 0),
            ]
            for (query, count) in counts {
                let reply = try await ada.get("/api/bans?\(query)")
                #expect(reply.json["total"] as? Int == count, "\(query) \(reply.text)")
                #expect((reply.json["bans"] as? [Any])?.count == count, "\(query)")
            }
            for order in ["newest", "oldest", "address", "ending", "jail"] {
                // What fail2ban says of the times is read back soon, and moves rows while somebody turns the pages.
                let isWhole = try await eventually { try await walk(ada, order).sorted() == all.sorted() }
                #expect(isWhole, "\(order)")
            }
        }
    }

    /// The addresses of all pages of a jail, one after another.
    private func walk(_ visitor: Visitor, _ order: String) async throws -> [String] {
        var seen: [String] = []
        var cursor: String? = ""
        while let place = cursor, seen.count <= 25 {
            let query =
                [("jail", "one"), ("sort", order), ("limit", "7")] + (place.isEmpty ? [] : [("cursor", place)])
            let page = try await visitor.get("/api/bans?" + encodedForm(query))
            seen += (page.json["bans"] as? [[String: Any]] ?? []).compactMap { $0["address"] as? String }
            cursor = page.json["next"] as? String
        }
        return seen
    }

    @Test(.shows("ASVS-2.2.1", "ASVS-2.2.2")) func `a query that cannot be understood is refused`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            for cursor in ["x", "AAAA", "..", "%00", "eyJ9"] {
                #expect(try await ada.get("/api/bans?cursor=\(cursor)").status == 400, "\(cursor)")
                #expect(try await ada.get("/bans?cursor=\(cursor)").status == 400, "\(cursor)")
            }
            for query in ["limit=0", "limit=501", "limit=x", "limit=", "sort=password"] {
                let reply = try await ada.get("/api/bans?\(query)")
                #expect(reply.status == 422 && !reply.faultyFields.isEmpty, "\(query)")
            }
            let bodies = [
                (#"{"addresses":["nonsense"],"jails":["one"]}"#, "addresses"),
                (#"{"addresses":["0.0.0.0/0"],"jails":["one"]}"#, "addresses"),
                (#"{"addresses":["198.18.7.1"],"jails":["none"]}"#, "jails"),
                (#"{"addresses":["198.18.7.1"],"jails":[]}"#, "jails"),
                (#"{"addresses":["198.18.7.1"],"jails":["one"],"duration":"soon"}"#, "duration"),
                (
                    #"{"addresses":["198.18.7.1"],"jails":["one"],"reason":"\#(String(repeating: "x", count: 501))"}"#,
                    "reason"
                ),
            ]
            for (body, field) in bodies {
                let reply = try await ada.ban(body)
                #expect(reply.status == 422 && reply.faultyFields == [field], "\(body) \(reply.text)")
            }
        }
    }

    @Test func `unbans by address and by filter are taken back once`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            let jails = #""jails":["one","two"]"#
            _ = try await ada.ban(#"{"addresses":["198.18.7.1","198.18.7.2","203.0.113.9"],\#(jails)}"#)
            let everywhere = try await ada.api(
                "POST", "/api/unbans", #"{"addresses":["198.18.7.1"],"reason":"ticket 7"}"#)
            #expect(everywhere.results == ["198.18.7.1 one done", "198.18.7.1 two done"])
            let filtered = try await ada.api(
                "POST", "/api/unbans", #"{"filter":{"q":"198.18.7.0/24","jails":["one"]}}"#)
            #expect(filtered.results == ["198.18.7.2 one done"])
            #expect(try await ada.api("POST", "/api/unbans", #"{"filter":{}}"#).status == 422)
            #expect(try await ada.api("POST", "/api/unbans", "{}").status == 422)
            #expect(try await ada.api("POST", "/api/unbans", #"{"addresses":["198.18.7.77"]}"#).status == 422)
            let listed = try await ada.get("/api/bans")
            #expect(listed.json["total"] as? Int == 3)
            let undo = try #require(everywhere.json["undo"] as? String)
            let restored = try await ada.api("POST", "/api/undo/\(undo)")
            #expect(restored.results == ["198.18.7.1 one done", "198.18.7.1 two done"], "\(restored.text)")
            #expect(try fail2ban.client(["get", "two", "banip"]).output.contains("198.18.7.1"))
            let again = try await ada.api("POST", "/api/undo/\(undo)")
            #expect(again.status == 410 && again.code == "too_late")
            #expect(try await ada.api("POST", "/api/undo/nothing").status == 404)
            world.clock.advance(601)
            let late = try #require(filtered.json["undo"] as? String)
            #expect(try await ada.api("POST", "/api/undo/\(late)").status == 410)
        }
    }

    @Test func `a range stays only when someone confirms it in time`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            func operation(_ network: String) async throws -> String {
                let reply = try await ada.ban(#"{"addresses":["\#(network)"],"jails":["one"]}"#)
                #expect(reply.json["confirmBy"] is String, "\(reply.text)")
                return reply.json["operation"] as? String ?? ""
            }
            let kept = try await operation("203.0.113.0/24")
            let left = try await operation("198.51.100.0/24")
            let confirmed = try await ada.api("POST", "/api/operations/\(kept)/confirm")
            #expect(confirmed.status == 200)
            world.clock.advance(61)
            let isLifted = try await eventually {
                try !fail2ban.client(["get", "one", "banip"]).output.contains("198.51.100.0/24")
            }
            #expect(isLifted)
            #expect(try fail2ban.client(["get", "one", "banip"]).output.contains("203.0.113.0/24"))
            #expect(try await ada.api("POST", "/api/operations/\(left)/confirm").status == 410)
            let isUndone = try await eventually {
                try await ada.get("/api/operations/\(left)").json["undone"] as? Bool == true
            }
            #expect(isUndone)
        }
    }

    @Test(.shows("ABUSE-1", "ABUSE-2")) func `a fail2ban that hangs is told as busy, and one that died as unreachable`()
        async throws
    {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            let body = #"{"addresses":["198.18.7.1"],"jails":["one"]}"#
            fail2ban.pause()
            let busy = [try await ada.get("/api/jails/one"), try await ada.ban(body)]
            fail2ban.resume()
            // A daemon that hangs answers too late or, once its queue is full, takes nobody.
            for reply in busy {
                #expect(["fail2ban_busy", "fail2ban_unreachable"].contains(reply.code), "\(reply.text)")
                #expect(reply.status == 503 && (1...5).contains(reply.retryAfter ?? 0))
            }
            fail2ban.kill9()
            _ = await eventually { world.console.guarding.board.status.state == .down }
            let dead = [try await ada.get("/api/jails/one"), try await ada.ban(body)]
            for reply in dead { #expect(reply.code == "fail2ban_unreachable", "\(reply.text)") }
            let list = try await ada.get("/bans")
            #expect(list.status == 200)
        }
    }

    private func seconds(from start: String, to end: String) throws -> Int64 {
        func clock(_ text: String) -> Int64 {
            let parts = text.dropFirst(11).dropLast().split(separator: ":").compactMap { Int64($0) }
            return parts.reduce(0) { $0 * 60 + $1 }
        }
        return (clock(end) - clock(start) + 86_400) % 86_400
    }
}

/// A world that guards a real fail2ban with the jails `one` (ten minutes) and `two` (for ever).
func guarded(
    _ more: [TestJail] = [], _ body: (World, RealFail2ban) async throws -> Void
) async throws {
    let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("two", ["bantime": "-1"])] + more)
    try await World.with(WorldPlan(fail2ban: fail2ban)) { try await body($0, fail2ban) }
}

func isNull(_ value: Any?) -> Bool { value is NSNull }

extension Visitor {
    func ban(_ body: String) async throws -> HTTPReply { try await api("POST", "/api/bans", body) }
}

extension HTTPReply {
    /// What came of each address: `ADDRESS JAIL RESULT`.
    var results: [String] {
        (json["results"] as? [[String: Any]] ?? []).map {
            "\($0["address"] ?? "") \($0["jail"] ?? "") \($0["result"] ?? "")"
        }
    }
}
