import Foundation
import NIOCore
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

/// What is carried out of what comes on one connection, and in which order.
@Suite(.serialized) struct RequestOrderTests {
    private let get = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n"

    /// All that comes until the server closes its side.
    private func everything(_ connection: RawConnection) async -> String {
        var text = ""
        while case .bytes(let more) = await connection.receive(within: 30) { text += more }
        return text
    }

    private func count(_ word: String, in text: String) -> Int { text.components(separatedBy: word).count - 1 }

    /// A request by someone who is signed in that ends their session.
    private func logout(_ visitor: Visitor) -> String {
        """
        POST /api/auth/logout HTTP/1.1\r\nHost: localhost\r\nCookie: \(visitor.cookie)\r\n\
        X-CSRF-Token: \(visitor.token)\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\n\r\n
        """
    }

    @Test func `one request after the other is answered, none that is sent ahead of an answer`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let patient = try RawConnection(port: world.client.port)
            for _ in 0..<5 {
                patient.ask()
                guard case .bytes(let text) = await patient.receive() else {
                    Issue.record("no answer")
                    return
                }
                #expect(text.hasPrefix("HTTP/1.1 200") && !text.lowercased().contains("connection: close"))
            }
            let hasty = try RawConnection(port: world.client.port)
            hasty.send("\(get)\r\n" + String(repeating: logout(ada), count: 100))
            let text = await everything(hasty)
            #expect(count("HTTP/1.1 ", in: text) == 1 && text.lowercased().contains("connection: close"), "\(text)")
            #expect(try await ada.get("/api/auth/session").status == 200)
        }
    }

    @Test func `a client that waits to send its body is asked for it, once and only where it may send it`() async throws
    {
        try await World.with { world in
            let head = "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            let body = #"{"username":"ada","password":"no"}"#
            let patient = try RawConnection(port: world.client.port)
            patient.send(
                "\(head)Expect: 100-Continue\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n")
            guard case .bytes(let word) = await patient.receive() else {
                Issue.record("nothing came")
                return
            }
            #expect(word == "HTTP/1.1 100 Continue\r\n\r\n")
            patient.send(body)
            let answer = await everything(patient)
            #expect(answer.hasPrefix("HTTP/1.1 40") && count("HTTP/1.1 ", in: answer) == 1)

            // Nothing to wait for: the body is there, there is none, or it is too large.
            for (rest, status) in [
                ("Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}", "HTTP/1.1 4"),
                ("Expect: 100-continue\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "HTTP/1.1 4"),
                ("Expect: 100-continue\r\nContent-Length: 1073741824\r\n\r\n", "HTTP/1.1 413"),
                ("Expect: miracles\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 417"),
            ] {
                let connection = try RawConnection(port: world.client.port)
                connection.send(head + rest)
                let text = await everything(connection)
                #expect(text.hasPrefix(status) && count("HTTP/1.1 ", in: text) == 1, "\(rest): \(text)")
            }
        }
    }

    @Test func `who sends much ahead of an answer is cut off`() async throws {
        var limits = ServerLimits()
        (limits.ahead, limits.tick) = (8 * 1024, .seconds(3600))
        try await World.with(WorldPlan(limits: limits)) { world in
            let ada = try await world.visitor()
            let connection = try RawConnection(port: world.client.port)
            connection.send("GET /api/events/stream HTTP/1.1\r\nHost: localhost\r\nCookie: \(ada.cookie)\r\n\r\n")
            guard case .bytes = await connection.receive() else {
                Issue.record("no stream")
                return
            }
            for _ in 0..<50 { connection.send(String(repeating: "\(get)\r\n", count: 20)) }
            #expect(await connection.closes(within: 30))
        }
    }

    @Test(.shows("ABUSE-20", "ASVS-4.2.1"))
    func `nothing behind a refused request is carried out, and the answer is read before the end`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let connection = try RawConnection(port: world.client.port)
            connection.send(
                "GET /../x HTTP/1.1\r\nHost: localhost\r\n\r\n" + String(repeating: logout(ada), count: 3_000))
            let text = await everything(connection)
            #expect(count("HTTP/1.1 ", in: text) == 1 && text.hasPrefix("HTTP/1.1 400"))
            #expect(text.lowercased().contains("connection: close") && text.contains("bad_request"))
            #expect(text.lowercased().contains("content-security-policy"))
            #expect(try await ada.get("/api/auth/session").status == 200)
        }
    }

    @Test func `a form whose end never came is not carried out`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let body = encodedForm([("_csrf", ada.token), ("name", "Ada")])
            for length in [body.utf8.count + 3, body.utf8.count] {
                let connection = try RawConnection(port: world.client.port)
                connection.send(
                    """
                    POST /logout HTTP/1.1\r\nHost: localhost\r\nCookie: \(ada.cookie)\r\nSec-Fetch-Site: same-origin\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(length)\r\n\r\n\(body)
                    """)
                connection.finish()
                _ = await everything(connection)
                let isSignedIn = try await ada.get("/api/auth/session").status == 200
                #expect(isSignedIn == (length > body.utf8.count))
            }
        }
    }

    @Test func `after the last answer the server closes, also where the client does not`() async throws {
        var limits = ServerLimits()
        limits.linger = .milliseconds(300)
        try await World.with(WorldPlan(limits: limits)) { world in
            for request in [
                "\(get)Connection: Close\r\n\r\n", "\(get)Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
                "GET /health/live HTTP/1.0\r\n\r\n", "GET /health/live\r\n",
            ] {
                let connection = try RawConnection(port: world.client.port)
                connection.send(request)
                #expect(count("HTTP/1.1 ", in: await everything(connection)) == 1, "\(request)")
            }
        }
    }

    @Test(.shows("ABUSE-20")) func `limits of size answer with their own status`() async throws {
        try await World.with { world in
            let (client, long) = (world.client, String(repeating: "a", count: 9_000))
            let cases: [(String, [(String, String)], String?, Int)] = [
                ("/bans?q=\(long)", [], nil, 414),
                ("/login", [("X-A", long), ("X-B", long)], nil, 431),
                ("/login", (0..<100).map { ("X-\($0)", "a") }, nil, 431),
                ("/login", (0..<90).map { ("X-\($0)", "a") }, nil, 200),
                ("/login", [("Content-Length", "1048577")], "x", 413),
            ]
            for (path, fields, body, status) in cases {
                let reply = try await client.send(body == nil ? "GET" : "POST", path, fields, body: body)
                #expect(reply.status == status, "\(path.prefix(20)) \(fields.count)")
            }
        }
    }
}
