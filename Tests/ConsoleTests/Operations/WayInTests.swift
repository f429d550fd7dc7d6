import Storage
import Testing

@testable import Console

@Suite(.serialized) struct WayInTests {
    @Test(
        arguments: [
            ("web", "web", nil), ("api", "api", nil), ("api:probe", "api", "probe"), ("api:a:b", "api", "a:b"),
            ("web:x", "web:x", nil), ("", "", nil), ("api:", "api", ""),
        ] as [(String, String, String?)])
    func `what is on record tells the way in and the token`(text: String, word: String, token: String?) {
        let wayIn = WayIn(text)
        #expect(wayIn.word == word && wayIn.token == token && wayIn.recorded == text)
    }

    @Test func `an operation tells by which token it was done, and so does the audit log`() async throws {
        let world = try await GuardedWorld.start()
        var author = Author.ada
        author.origin = .api
        author.token = "probe"
        let record = try await world.ban(["192.0.2.1"], by: author)
        let entry = try #require(try await world.bans.log(OperationFilter(), limit: 1, cursor: nil).entries.first)
        #expect(entry.record.id == record.id && entry.wayIn == WayIn("api:probe"))
        let audit = try await world.database.read { try $0.audit.run(after: 0, limit: 10) }
        #expect(audit.last?.origin == "api:probe" && audit.last?.actorName == "ada")
    }
}
