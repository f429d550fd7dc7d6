import Crypto
import Foundation
import Storage
import TestSupport
import Testing

@testable import Console

struct BrowserSessionsTests {
    @Test(.shows("ABUSE-26")) func `the database holds a hash of the token and nothing of the cookie`() async throws {
        let world = try World()
        try await world.person()
        let cookie = try await world.cookie()
        let token = try #require(Base64URL.bytes(cookie.utf8.prefix(43)))
        let hash = Array(SHA256.hash(data: token))
        #expect(try await world.database.read { try $0.sessions.find(tokenHash: hash) } != nil)
        await world.database.close()
        let file = try #require(try? Array(Data(contentsOf: URL(fileURLWithPath: world.folder.file("bangui.sqlite")))))
        #expect(file.firstRange(of: token) == nil)
        #expect(file.firstRange(of: Array(cookie.utf8.prefix(43))) == nil)
        #expect(file.firstRange(of: hash) != nil)
    }

    @Test(.shows("ASVS-7.2.2", "ASVS-7.2.3")) func `two sign-ins have two tokens`() async throws {
        let world = try World()
        try await world.person()
        #expect(try await world.cookie() != world.cookie())
    }

    @Test(.shows("ASVS-7.3.2")) func `a session ends after its absolute time, however it is used`() async throws {
        let world = try World()
        try await world.person()
        let cookie = try await world.cookie()
        for _ in 0..<7 {
            world.clock.advance(3600)
            #expect(try await world.who(cookie) != nil)
        }
        world.clock.advance(3599)
        #expect(try await world.who(cookie) != nil)
        world.clock.advance(1)
        #expect(try await world.who(cookie) == nil)
    }

    @Test(.shows("ASVS-7.3.1")) func `a session ends when it is not used, and a stream does not keep it`() async throws
    {
        let world = try World()
        try await world.person()
        let cookie = try await world.cookie()
        world.clock.advance(7199)
        let person = try #require(try await world.sessions.authenticate(cookie, from: nil))
        #expect(try await world.sessions.isInForce(person))
        world.clock.advance(1)
        #expect(try await world.who(cookie) == nil)
        #expect(try await !world.sessions.isInForce(person))
    }

    @Test(.shows("ABUSE-36", "ASVS-7.4.1")) func `a session that is over does not come back when the clock does`()
        async throws
    {
        let world = try World()
        try await world.person()
        let cookie = try await world.cookie()
        world.clock.advance(9 * 3600)
        #expect(try await world.who(cookie) == nil)
        world.clock.advance(-9 * 3600)
        #expect(try await world.who(cookie) == nil)
    }

    @Test func `a shorter lifetime holds for sessions that are there`() async throws {
        let world = try World()
        try await world.person()
        let cookie = try await world.cookie()
        world.clock.advance(1000)
        let shorter = BrowserSessions(
            database: world.database, secret: world.sessions.secret,
            lifetime: SessionLifetime(absolute: 900, idle: 900),
            now: world.clock.now, random: SystemRandom.bytes)
        #expect(try await shorter.authenticate(cookie, from: world.client()) == nil)
    }

    @Test func `a session that another program ended is refused on the next request`() async throws {
        let world = try World()
        let ada = try await world.person()
        let cookie = try await world.cookie()
        for _ in 0..<3 { #expect(try await world.who(cookie) != nil) }
        let other = try SQLiteDatabase(path: world.folder.file("bangui.sqlite"))
        _ = try await other.write { try $0.sessions.delete(userID: ada.id, except: nil) }
        #expect(try await world.who(cookie) == nil)
        await other.close()
    }

    @Test(.shows("ABUSE-26")) func `ended sessions are refused on the next request`() async throws {
        let world = try World()
        let ada = try await world.person()
        let cookies = [
            try await world.cookie(), try await world.cookie(), try await world.cookie(), try await world.cookie(),
        ]
        func inForce() async throws -> [Bool] {
            var found: [Bool] = []
            for cookie in cookies { found.append(try await world.who(cookie) != nil) }
            return found
        }
        let first = try #require(try await world.who(cookies[0]))
        try await world.sessions.signOut(first)
        #expect(try await inForce() == [false, true, true, true])
        let second = try #require(try await world.who(cookies[1]))
        #expect(try await world.sessions.end(second.session.id, of: ada.id))
        #expect(try await world.sessions.end(second.session.id, of: ada.id) == false)
        #expect(try await inForce() == [false, false, true, true])
        let third = try #require(try await world.who(cookies[2]))
        #expect(try await world.sessions.endAll(of: ada.id, except: third.session.id) == 1)
        #expect(try await inForce() == [false, false, true, false])
        #expect(try await world.sessions.endAll(of: ada.id) == 1)
        #expect(try await inForce() == [false, false, false, false])
        #expect(try await !world.sessions.isInForce(third))
    }

    @Test(.shows("ASVS-8.2.2")) func `nobody ends a session of another`() async throws {
        let world = try World()
        try await world.person()
        let bob = try await world.person("bob")
        let cookie = try await world.cookie()
        let ada = try #require(try await world.who(cookie))
        #expect(try await world.sessions.end(ada.session.id, of: bob.id) == false)
        #expect(try await world.who(cookie) != nil)
    }

    @Test func `the list shows device, address and last use`() async throws {
        let world = try World()
        let ada = try await world.person()
        let one = try await world.cookie(from: "192.0.2.1")
        world.clock.advance(10)
        _ = try await world.cookie(from: "192.0.2.2")
        world.clock.advance(10)
        _ = try await world.sessions.authenticate(one, from: world.client("192.0.2.77"))
        let list = try await world.sessions.list(of: ada.id)
        #expect(list.map(\.address) == ["192.0.2.77", "192.0.2.2"])
        #expect(list.map(\.lastSeenAt) == [world.clock.now(), world.clock.now() - 10])
        #expect(list.map(\.userAgent) == ["test", "test"])
        world.clock.advance(2 * 3600 - 10)
        #expect(try await world.sessions.list(of: ada.id).map(\.address) == ["192.0.2.77"])
    }

    @Test func `a key before the current one is accepted while the rotation lasts`() async throws {
        let world = try World()
        try await world.person()
        let cookie = try await world.cookie()
        let person = try #require(try await world.who(cookie))
        let field = world.sessions.forgeryToken(of: person)
        let rotated = BrowserSessions(
            database: world.database,
            secret: SessionSecret(
                current: Array(100..<132), previous: Array(0..<32), previousEnds: world.clock.now() + 60),
            lifetime: world.sessions.lifetime, now: world.clock.now, random: SystemRandom.bytes)
        let again = try #require(try await rotated.authenticate(cookie, from: world.client()))
        #expect(rotated.accepts(forgeryToken: field, of: again))
        #expect(rotated.forgeryToken(of: again) != field)
        world.clock.advance(60)
        #expect(try await rotated.authenticate(cookie, from: world.client()) == nil)
        #expect(!rotated.accepts(forgeryToken: field, of: again))
    }

    @Test(.shows("ASVS-7.2.1")) func `a forged cookie is refused without a look into the database`() async throws {
        let world = try World()
        try await world.person()
        let cookie = try await world.cookie()
        let forged = SignedToken.text(SystemRandom.bytes(32), key: SymmetricKey(size: .bits256))
        await world.database.close()
        #expect(try await world.who(forged) == nil)
        #expect(try await world.who("") == nil)
        await #expect(throws: StorageError.closed) { try await world.who(cookie) }
    }

    @Test func `the token of forms belongs to one session`() async throws {
        let world = try World()
        try await world.person()
        let one = try #require(try await world.who(try await world.cookie()))
        let other = try #require(try await world.who(try await world.cookie()))
        let token = world.sessions.forgeryToken(of: one)
        #expect(world.sessions.accepts(forgeryToken: token, of: one))
        #expect(!world.sessions.accepts(forgeryToken: token, of: other))
        #expect(!world.sessions.accepts(forgeryToken: "", of: one))
        for index in token.utf8.indices {
            var bytes = Array(token.utf8)
            bytes[token.utf8.distance(from: token.utf8.startIndex, to: index)] ^= 1
            #expect(!world.sessions.accepts(forgeryToken: String(decoding: bytes, as: UTF8.self), of: one))
        }
    }
}
