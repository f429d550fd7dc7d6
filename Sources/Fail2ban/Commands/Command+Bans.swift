import Pickle

extension Command where Reply == [BanID] {
    /// The bans in force in a jail; a third of a second of the daemon's time for 100,000.
    public static func banned(in jail: JailName) -> Command {
        Command(["get", jail.text, "banip"], refusal: jail.refusal) { value throws(Fail2banError) in
            let items = try value.items()
            var ids: [BanID] = []
            ids.reserveCapacity(items.count)
            for item in items { ids.append(BanID(reading: try item.text())) }
            return ids
        }
    }
}

extension Command where Reply == [TimedBan] {
    /// The bans in force in a jail with their times; the daemon does nothing else for over a second at 100,000.
    public static func bannedWithTimes(in jail: JailName) -> Command {
        Command(["get", jail.text, "banip", "--with-time"], refusal: jail.refusal) { value throws(Fail2banError) in
            var bans: [TimedBan] = []
            for line in try value.texts() {
                guard let ban = TimedBan(line) else { throw value.malformed("a ban with its times") }
                bans.append(ban)
            }
            return bans
        }
    }
}

extension Command where Reply == [Bool] {
    /// Which of the ids the jail bans now, in the order asked; fail2ban 0.11.2 and later. At least one id.
    public static func isBanned(_ ids: [BanID], in jail: JailName) -> Command {
        Command(["get", jail.text, "banned"] + ids.map(\.text), refusal: jail.refusal(of: ids)) {
            value throws(Fail2banError) in
            // One id gives a bare number, several give a list.
            let items: [PickleValue] = if case .list(let items) = value { items } else { [value] }
            guard items.count == ids.count else { throw value.malformed("an answer for each id") }
            var answers: [Bool] = []
            for item in items { answers.append(try item.flag()) }
            return answers
        }
    }
}

extension Command where Reply == Int {
    /// Bans ids in one jail and gives how many were not banned before. At least one id.
    public static func ban(_ ids: [BanID], in jail: JailName) -> Command {
        Command(["set", jail.text, "banip"] + ids.map(\.text), changes: true, refusal: jail.refusal(of: ids)) {
            value throws(Fail2banError) in try value.count()
        }
    }

    /// Unbans ids in one jail and gives how many bans were removed. Where a network itself is not banned, fail2ban
    /// removes the bans inside it instead: ask `isBanned` first. At least one id.
    public static func unban(_ ids: [BanID], in jail: JailName) -> Command {
        Command(["set", jail.text, "unbanip"] + ids.map(\.text), changes: true, refusal: jail.refusal(of: ids)) {
            value throws(Fail2banError) in try value.count()
        }
    }
}

extension JailName {
    /// The error of a command that names ids in this jail and cannot be sent: without ids fail2ban means something
    /// else by it, and a first id like `--report-absent` would be an option.
    fileprivate func refusal(of ids: [BanID]) -> Fail2banError? {
        if let refusal { return refusal }
        guard !ids.isEmpty else { return .ambiguousArgument("") }
        return ids.first { $0.text.utf8.starts(with: "--".utf8) }.map { .ambiguousArgument($0.text) }
    }
}
