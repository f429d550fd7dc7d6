import Fail2ban
import NIOCore
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite(.serialized) struct ConnectionTests {
    private func limits(_ change: (inout ServerLimits) -> Void) -> WorldPlan {
        var limits = ServerLimits()
        change(&limits)
        return WorldPlan(limits: limits)
    }

    /// Whether the next answer is one of a server that lives.
    private func answers(_ connection: RawConnection, within seconds: Double = 60) async -> Bool {
        connection.ask()
        guard case .bytes(let text) = await connection.receive(within: seconds) else { return false }
        return text.hasPrefix("HTTP/1.1 200")
    }

    @Test(.shows("ABUSE-21", "ASVS-2.3.2", "ASVS-2.4.1"))
    func `one client gets so many connections and no more, and gets them back`() async throws {
        try await World.with(limits { ($0.perClient, $0.exempt) = (3, []) }) { world in
            var open: [RawConnection] = []
            for _ in 0..<3 {
                open.append(try RawConnection(port: world.client.port))
                #expect(await answers(open[open.count - 1]))
            }
            for _ in 0..<2 {
                let refused = try RawConnection(port: world.client.port)
                #expect(await refused.receive() == .closed)
            }
            #expect(await answers(open[0]))
            #expect(world.logLines.count { $0.contains("too many connections") } == 1)
            open.removeLast()
            #expect(
                try await eventually {
                    let another = try RawConnection(port: world.client.port)
                    return await answers(another)
                })
        }
    }

    @Test func `this machine and trusted proxies are not counted`() async throws {
        try await World.with(limits { $0.perClient = 1 }) { world in
            let open = try (0..<5).map { _ in try RawConnection(port: world.client.port) }
            for connection in open { #expect(await answers(connection)) }
        }
        var plan = limits { ($0.perClient, $0.exempt) = (1, []) }
        plan.settings[.trustedProxies] = "127.0.0.1"
        try await World.with(plan) { world in
            let open = try (0..<5).map { _ in try RawConnection(port: world.client.port) }
            for connection in open { #expect(await answers(connection)) }
        }
    }

    @Test(.shows("ABUSE-17")) func `a head that does not arrive in time ends the connection, however it drips`()
        async throws
    {
        try await World.with(limits { $0.arrival = .milliseconds(800) }) { world in
            let start = ContinuousClock.now
            let silent = try RawConnection(port: world.client.port)
            let dripping = try RawConnection(port: world.client.port)
            dripping.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n")
            let drip = Task {
                while !Task.isCancelled {
                    dripping.send("X-Drip: 1\r\n")
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            #expect(await dripping.closes())
            #expect(await silent.closes())
            #expect(ContinuousClock.now - start >= .milliseconds(700))
            drip.cancel()
            // One that has sent its head in time is not cut off while it waits between requests.
            let quick = try RawConnection(port: world.client.port)
            #expect(await answers(quick))
            #expect(await !quick.closes(within: 1.5))
            #expect(await answers(quick))
        }
    }

    @Test(.shows("ABUSE-18"))
    func `a body that drips is refused when its time is over, one that takes it slowly is taken`() async throws {
        try await World.with(limits { $0.body = .seconds(2) }) { world in
            let head = """
                POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                Content-Length: 34\r\n\r\n
                """
            let start = ContinuousClock.now
            let dripping = try RawConnection(port: world.client.port)
            dripping.send(head)
            let drip = Task {
                while !Task.isCancelled {
                    dripping.send(" ")
                    try await Task.sleep(for: .milliseconds(300))
                }
            }
            guard case .bytes(let text) = await dripping.receive(within: 30) else {
                Issue.record("no answer")
                return
            }
            #expect(ContinuousClock.now - start >= .milliseconds(1900))
            #expect(text.hasPrefix("HTTP/1.1 408"))
            #expect(text.contains("request_timeout"))
            #expect(text.lowercased().contains("content-security-policy"))
            #expect(await dripping.closes(within: 30))
            drip.cancel()
            let slow = try RawConnection(port: world.client.port)
            slow.send(head)
            slow.send(#"{"username":"ada""#)
            try await Task.sleep(for: .milliseconds(300))
            slow.send(#","password":"no"}"#)
            guard case .bytes(let answer) = await slow.receive(within: 30) else {
                Issue.record("no answer")
                return
            }
            #expect(answer.hasPrefix("HTTP/1.1 401"), "\(answer)")
        }
    }

    @Test func `a further head has to come in time from its first byte on, an idle connection waits longer`()
        async throws
    {
        try await World.with(limits { $0.arrival = .milliseconds(600) }) { world in
            let dripping = try RawConnection(port: world.client.port)
            #expect(await answers(dripping))
            #expect(await !dripping.closes(within: 1.2))
            dripping.send("GET /health/live HTTP/1.1\r\n")
            let start = ContinuousClock.now
            let drip = Task {
                while !Task.isCancelled {
                    dripping.send("X-Drip: 1\r\n")
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            #expect(await dripping.closes(within: 30))
            #expect(ContinuousClock.now - start >= .milliseconds(500))
            drip.cancel()
        }
    }

    @Test func `a connection on which nothing is asked any more ends, one with a request in work does not`()
        async throws
    {
        try await World.with(limits { ($0.idle, $0.tick) = (.milliseconds(600), .seconds(3600)) }) { world in
            let ada = try await world.visitor()
            let stream = try StreamReader(ada)
            #expect(await stream.read { !$0.messages.isEmpty })
            let idle = try RawConnection(port: world.client.port)
            #expect(await answers(idle))
            #expect(await idle.closes(within: 30))
            #expect(await !stream.ends(within: 0.7))
        }
    }

    @Test func `the rest of a body that was refused may not drip for ever`() async throws {
        try await World.with(limits { $0.arrival = .milliseconds(800) }) { world in
            let connection = try RawConnection(port: world.client.port)
            connection.send("POST /api/bans HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n")
            guard case .bytes(let text) = await connection.receive() else {
                Issue.record("no answer")
                return
            }
            #expect(text.hasPrefix("HTTP/1.1 401"))
            let drip = Task {
                while !Task.isCancelled {
                    connection.send("x")
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            #expect(await connection.closes())
            drip.cancel()
        }
    }

    @Test(.shows("ABUSE-18"))
    func `a client that does not take its answer is cut off, one that takes it slowly is not`() async throws {
        try await World.with(limits { $0.stall = .seconds(2) }) { world in
            try await world.fillBans()
            let ada = try await world.visitor()
            let request = "GET /bans/export.json HTTP/1.1\r\nHost: localhost\r\nCookie: \(ada.cookie)\r\n\r\n"
            let stalled = try RawConnection(port: world.client.port, isNarrow: true)
            stalled.send(request)
            guard case .bytes(let start) = await stalled.receive() else {
                Issue.record("no answer")
                return
            }
            #expect(start.hasPrefix("HTTP/1.1 200"))
            try await Task.sleep(for: .seconds(4))
            #expect(await !isWhole(stalled, pause: .zero))
            let slow = try RawConnection(port: world.client.port)
            slow.send(request)
            #expect(await isWhole(slow, pause: .milliseconds(60)))
        }
    }

    /// Whether the answer comes to its end, read with a pause before each part.
    private func isWhole(_ connection: RawConnection, pause: Duration) async -> Bool {
        var tail = ""
        while true {
            try? await Task.sleep(for: pause)
            guard case .bytes(let text) = await connection.receive() else { return false }
            tail = String((tail + text).suffix(16))
            if tail.hasSuffix("0\r\n\r\n") { return true }
        }
    }
}
