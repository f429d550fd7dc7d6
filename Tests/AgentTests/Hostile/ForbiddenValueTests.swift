import Agent
import Fail2ban
import Foundation
import Host
import Logging
import NIOCore
import TestSupport
import Testing

/// Verbs of the list with values that no console would send.
@Suite(.serialized, .shows("ABUSE-5", "ASVS-1.2.5", "ASVS-1.3.3")) struct ForbiddenValueTests {
    private static let one = JailName(existing: "one")
    private static func jail(_ text: String) -> JailName { JailName(existing: text) }

    static let forbidden: [AgentVerb] =
        [
            "0.0.0.0/0", "::/0", "x; id", "$(id)", "`id`", "a|b", "-rf", "a\nb", "a\u{0}b", "'", "\"", "a\\b", "~root",
            "",
        ].map {
            .bans(.ban([BanID(reading: $0)], in: one))
        } + [
            .bans(.ban([.raw(String(repeating: "x", count: 513))], in: one)),
            .bans(.ban((0...250).map { BanID(reading: "10.0.0.\($0)") }, in: one)),
            .bans(.check((0...500).map { BanID(reading: "10.0.\($0 / 250).\($0 % 250)") }, in: one)),
            .bans(.list(in: jail("a\u{0}"))), .bans(.list(in: jail("one\n"))),
            .bans(.list(in: jail(String(repeating: "x", count: 256)))), .jail(.start(jail("a\u{7f}"))),
            .jail(.change(.banTime(.seconds(.max)), in: one)), .jail(.change(.findTime(.max), in: one)),
            .jail(.change(.maxRetry(.max), in: one)), .jail(.change(.ignore(.raw("/etc/hosts")), in: one)),
            .jail(.change(.ignore(BanID(reading: "::/0")), in: one)),
            .daemon(.ping(milliseconds: 0)), .daemon(.ping(milliseconds: .max)), .daemon(.start),
            .log(.read(after: LogPlaces([]), limit: .max)), .log(.read(after: LogPlaces([]), limit: 0)),
            .log(.wait(beyond: LogPlaces([]), milliseconds: .max)),
            .log(.wait(beyond: LogPlaces([]), milliseconds: -1)),
            .log(.records(since: .min, limit: 1)), .log(.records(since: 0, limit: .max)),
            .audit(.append(AgentAuditHead(sequence: 0, hash: Array(repeating: 1, count: 32)))),
            .audit(.append(AgentAuditHead(sequence: 1, hash: Array(repeating: 1, count: 33)))),
            .audit(.vouch(AgentAuditHead(sequence: 1, hash: []))),
            .audit(.heads(after: -1)),
        ]
        + [Int64.min, -1, .max].map { offset in
            .log(.read(after: LogPlaces([Self.position(offset: offset)]), limit: 1000))
        }
        + [
            .log(.read(after: LogPlaces([Self.position(inode: .max)]), limit: 1000)),
            .log(.read(after: LogPlaces([Self.position(lastTime: .min)]), limit: 1000)),
            .log(.read(after: LogPlaces(Array(repeating: Self.position(), count: 1501)), limit: 1000)),
        ]

    private static func position(offset: Int64 = 1, inode: UInt64 = 1, lastTime: Int64? = 1) -> LogPosition {
        LogPosition(
            generation: [UInt8(ascii: "J")] + Array(repeating: 7, count: 16), device: 1, inode: inode, offset: offset,
            lastTime: lastTime)
    }

    @Test func `each is refused, told to whoever asks and to the log, and nothing is done`() async throws {
        let host = RecordingHost()
        let world = try await AgentWorld(host)
        let client = try #require(RawClient(world.socket))
        #expect(try client.greet())
        for (number, verb) in Self.forbidden.enumerated() {
            try client.send(UInt64(number + 1), verb)
            let answer = try #require(client.frame(), "\(verb)")
            let reply = try AgentCoding.message(AgentReply<AgentDone>.self, in: answer.body)
            guard case .failure(.notAllowed(let words)) = reply else {
                Issue.record("\(verb): \(reply)")
                continue
            }
            #expect(!words.isEmpty)
        }
        #expect(host.changes.isEmpty)
        #expect(world.log.refusals.count == Self.forbidden.count)
        // The log's lines are lines, and printable.
        #expect(world.log.lines.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 } })
        #expect(try AgentHost.counts(world) == 0)
        await world.stop()
    }

    @Test func `an entry is removed from what a jail ignores only where it is listed`() async throws {
        let host = RecordingHost()
        let world = try await AgentWorld(host)
        let client = world.client()
        _ = try await client.change(.unignore("192.0.2.0/24"), in: Self.one)
        await #expect(throws: HostError.refused("the jail does not ignore that")) {
            try await client.change(.unignore("file:/etc/shadow"), in: Self.one)
        }
        #expect(host.changes.count == 1)
        await client.close()
        await world.stop()
    }

    @Test func `ids and jails of every kind leave a real fail2ban as it was`() async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("two")])
        let local = LocalHost(
            .init(
                socketPath: fail2ban.socketPath, configurationDirectory: fail2ban.configurationDirectory,
                clientProgram: fail2ban.clientProgram, clientEnvironment: fail2ban.clientEnvironment),
            logger: Logger(label: "quiet", factory: Quiet.init))
        let world = try await AgentWorld(local)
        let client = world.client()
        _ = try await client.ban([BanID(reading: "192.0.2.1")], in: Self.one)
        let settings = try await client.settings(of: Self.one)
        // An id that fail2ban itself has banned may be kept banned, whatever is in it; another may not.
        _ = try fail2ban.client(["set", "two", "banip", "a;b"])
        let two = JailName(existing: "two")
        #expect(try await client.ban([.raw("a;b")], in: two).newlyBanned == 0)
        await #expect(throws: HostError.self) { try await client.ban([.raw("a;b"), .raw("c;d")], in: two) }
        #expect(try await client.bans(in: two).bans.map(\.id.text) == ["a;b"])
        let ids = ["x<F2B_END_COMMAND>y", "<F2B_END_COMMAND>", "--report-absent", "--all", "", "192.0.2.0/24", "a b"]
        for id in ids.map({ BanID(reading: $0) }) {
            _ = try? await client.unban([id], in: Self.one)
            _ = try? await client.isBanned([id], in: Self.one)
            _ = try? await client.standingBans(of: [id], in: Self.one)
        }
        for name in ["--all", "dbpurgeage", "../../etc", "one two", "*", "all", "-d", "--help", "x<F2B_END_COMMAND>"] {
            let jail = JailName(existing: name)
            await #expect(throws: HostError.self, "\(name)") { try await client.bans(in: jail) }
            await #expect(throws: HostError.self, "\(name)") { try await client.stop(jail) }
            await #expect(throws: HostError.self, "\(name)") {
                try await client.ban([BanID(reading: "192.0.2.9")], in: jail)
            }
            await #expect(throws: HostError.self, "\(name)") { try await client.change(.maxRetry(9), in: jail) }
        }
        for name in ["-d", "--help"] {
            await #expect(throws: HostError.self) { try await client.start(JailName(existing: name)) }
        }
        #expect(try await client.counters().map(\.name.text) == ["one", "two"])
        #expect(try await client.bans(in: Self.one).bans.map(\.id.text) == ["192.0.2.1"])
        #expect(try await client.settings(of: Self.one) == settings)
        #expect(world.log.refusals.contains { $0.contains("the bytes that end a request") }, "\(world.log.refusals)")
        #expect(
            world.log.lines.contains {
                $0.hasPrefix("notice bans.ban ") && $0.contains("count=1 ids=192.0.2.1 jail=one outcome=done")
                    && $0.contains("uid=\(getuid())") && $0.contains("pid=\(getpid())")
            }, "\(world.log.lines)")
        await client.close()
        await local.close()
        await world.stop()
    }
}

extension AgentHost {
    /// Heads in the file of a world.
    fileprivate static func counts(_ world: AgentWorld) throws -> Int {
        ((try? String(contentsOfFile: world.configuration.auditHeads, encoding: .utf8)) ?? "").count
    }
}
