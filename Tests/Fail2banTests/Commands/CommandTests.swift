import Fail2ban
import Logging
import TestSupport
import Testing

@Suite struct CommandTests {
    private let connection = Fail2banConnection(path: "/nonexistent/socket", logger: Logger(label: "test"))

    @Test(arguments: ["dbpurgeage", "loglevel", "allowipv6", ""])
    func `a jail named like a keyword is not reached by another meaning`(_ name: String) async {
        let jail = JailName(existing: name)
        await #expect(throws: Fail2banError.unreachableJail(jail)) { try await connection.send(.banTime(of: jail)) }
        await #expect(throws: Fail2banError.unreachableJail(jail)) {
            try await connection.send(.ban([.raw("192.0.2.1")], in: jail))
        }
    }

    @Test func `all jails cannot be meant by a name`() async {
        let jail = JailName(existing: "--all")
        await #expect(throws: Fail2banError.unreachableJail(jail)) { try await connection.send(.stop(jail)) }
        await #expect(throws: Fail2banError.unreachableJail(jail)) { try await connection.send(.status(of: jail)) }
    }

    @Test(.shows("ASVS-1.3.3")) func `an id like an option, and no id at all, are not sent`() async {
        let jail = JailName(existing: "one")
        for text in ["--report-absent", "--all"] {
            await #expect(throws: Fail2banError.ambiguousArgument(text)) {
                try await connection.send(.unban([.raw(text)], in: jail))
            }
        }
        await #expect(throws: Fail2banError.ambiguousArgument("")) { try await connection.send(.unban([], in: jail)) }
    }

    @Test(.shows("ASVS-1.2.5")) func `words for a shell are quoted where they must be`() throws {
        let ids = try ["192.0.2.1", "198.51.100.0/24"].map { try BanID(typed: $0) }
        #expect(
            Command.ban(ids, in: JailName(existing: "sshd")).clientWords
                == "fail2ban-client set sshd banip 192.0.2.1 198.51.100.0/24")
        #expect(
            Command.unban([.raw("it's; rm")], in: JailName(existing: "a b")).clientWords
                == #"fail2ban-client set 'a b' unbanip 'it'\''s; rm'"#)
        #expect(
            Command.setBanTime(.permanent, of: JailName(existing: "sshd")).clientWords
                == "fail2ban-client set sshd bantime -1")
    }

    @Test func `only what changes something says so`() {
        let jail = JailName(existing: "one")
        #expect(!Command.ping.changes)
        #expect(!Command.banned(in: jail).changes)
        #expect(Command.ban([.raw("a")], in: jail).changes)
        #expect(Command.unban([.raw("a")], in: jail).changes)
        #expect(Command.setMaxRetry(3, of: jail).changes)
        #expect(Command.stop(jail).changes)
    }
}
