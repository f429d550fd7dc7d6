import Fail2ban
import Host
import TestSupport
import Testing

@testable import Console

struct FollowedListTests {
    @Test func `a long list follows what happens and is not read again`() async throws {
        let counting = Kept<CountingHost>()
        let world = try await GuardedWorld.start([TestJail("one", ["action": ""])]) { host in
            let host = CountingHost(ProtectedHost(host, []))
            counting.value = host
            return host
        }
        let host = try #require(counting.value)
        try await world.drain()
        let many = (0..<1200).map { "198.51.\($0 / 250).\($0 % 250 + 1)" }
        _ = try world.fail2ban.client(["set", "one", "banip"] + many)
        #expect(try await world.looks { try await world.mirrored().count == 1200 })
        try await world.settle()
        try await world.drain()
        let lists = host.lists

        _ = try world.fail2ban.client(["set", "one", "banip", "203.0.113.1"])
        _ = try world.fail2ban.client(["set", "one", "unbanip", many[7]])
        let isTold = try await eventually {
            try await world.drain()
            await world.look()
            let ids = try await world.mirrored()
            return ids.contains("203.0.113.1") && !ids.contains(many[7])
        }
        #expect(isTold)
        let ban = try #require(try await world.entry("203.0.113.1"))
        #expect(ban.end != .unknown)
        for _ in 1...7 {
            await world.look()
            world.clock.advance(1)
        }
        #expect(host.lists == lists)
    }

    @Test func `a long list that lost its way is read again`() async throws {
        let counting = Kept<CountingHost>()
        let world = try await GuardedWorld.start([TestJail("one", ["action": ""])]) { host in
            let host = CountingHost(ProtectedHost(host, []))
            counting.value = host
            return host
        }
        let host = try #require(counting.value)
        try await world.drain()
        let many = (0..<1200).map { "198.51.\($0 / 250).\($0 % 250 + 1)" }
        _ = try world.fail2ban.client(["set", "one", "banip"] + many)
        #expect(try await world.looks { try await world.mirrored().count == 1200 })
        try await world.settle()
        try await world.drain()
        let lists = host.lists
        // Nobody takes the lines in.
        _ = try world.fail2ban.client(["set", "one", "banip", "203.0.113.1"])
        await world.look()
        #expect(host.lists == lists)
        // Longer than lines and records take.
        world.clock.rest(BanMirror.patience)
        #expect(try await world.looks { try await world.mirrored().contains("203.0.113.1") })
        #expect(host.lists > lists)
    }
}

/// A value that a closure leaves behind.
final class Kept<Value: Sendable>: @unchecked Sendable {
    // Unchecked: written once, before anyone reads.
    var value: Value?
}
