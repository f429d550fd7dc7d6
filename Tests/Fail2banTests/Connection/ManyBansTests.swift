import Fail2ban
import Foundation
import Logging
import TestSupport
import Testing

@Suite(.serialized) struct ManyBansTests {
    /// 100,000 take twenty seconds of the daemon's time.
    static let count = ProcessInfo.processInfo.environment["BANGUI_LONG_TESTS"] == "1" ? 100_000 : 5_000

    @Test func `thousands of bans of a real daemon arrive whole, with times and without`() async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one", ["action": ""])])
        let connection = Fail2banConnection(path: fail2ban.socketPath, logger: Logger(label: "test"))
        let jail = JailName(existing: "one")
        let ids = try (0..<Self.count).map { try BanID(typed: "10.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)") }
        var banned = 0
        for start in stride(from: 0, to: ids.count, by: 1000) {
            banned += try await connection.send(
                .ban(Array(ids[start..<start + 1000]), in: jail), deadline: .seconds(120))
        }
        #expect(banned == ids.count)
        #expect(try await Set(connection.send(.banned(in: jail), deadline: .seconds(120))) == Set(ids))
        let timed = try await connection.send(.bannedWithTimes(in: jail), deadline: .seconds(120))
        #expect(Set(timed.map(\.id)) == Set(ids))
        await connection.close()
    }
}
