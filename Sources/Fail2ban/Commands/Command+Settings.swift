import Pickle

/// An option of growing ban times.
public enum IncrementOption: String, CaseIterable, Sendable {
    case increment, factor, formula, multipliers, maxtime, rndtime, overalljails
}

extension Command {
    fileprivate init(
        get name: String, of jail: JailName,
        decode: @escaping @Sendable (PickleValue) throws(Fail2banError) -> Reply
    ) {
        self.init(["get", jail.text, name], refusal: jail.refusal, decode: decode)
    }

    fileprivate init(
        set name: String, to value: String, of jail: JailName,
        decode: @escaping @Sendable (PickleValue) throws(Fail2banError) -> Reply
    ) {
        self.init(["set", jail.text, name, value], changes: true, refusal: jail.refusal, decode: decode)
    }
}

extension Command where Reply == BanTime {
    /// How long a jail's bans last.
    public static func banTime(of jail: JailName) -> Command {
        Command(get: "bantime", of: jail) { value throws(Fail2banError) in try value.banTime() }
    }

    /// Sets how long a jail's bans last, which re-times bans that have no time of their own. The daemon evaluates
    /// the text it gets as Python: it is made of a number here.
    public static func setBanTime(_ time: BanTime, of jail: JailName) -> Command {
        Command(set: "bantime", to: String(time.fail2ban), of: jail) { value throws(Fail2banError) in
            try value.banTime()
        }
    }
}

extension Command where Reply == Int64 {
    /// The window in which a jail's failures count, in seconds.
    public static func findTime(of jail: JailName) -> Command {
        Command(get: "findtime", of: jail) { value throws(Fail2banError) in try value.number() }
    }

    /// Failures that lead to a ban.
    public static func maxRetry(of jail: JailName) -> Command {
        Command(get: "maxretry", of: jail) { value throws(Fail2banError) in try value.number() }
    }

    /// Sets the window in which failures count, in seconds.
    public static func setFindTime(_ seconds: Int64, of jail: JailName) -> Command {
        Command(set: "findtime", to: String(seconds), of: jail) { value throws(Fail2banError) in try value.number() }
    }

    /// Sets the failures that lead to a ban.
    public static func setMaxRetry(_ count: Int, of jail: JailName) -> Command {
        Command(set: "maxretry", to: String(count), of: jail) { value throws(Fail2banError) in try value.number() }
    }
}

extension Command where Reply == [String] {
    /// The files that a jail watches.
    public static func logPaths(of jail: JailName) -> Command {
        Command(get: "logpath", of: jail) { value throws(Fail2banError) in try value.texts() }
    }

    /// The matches on the systemd journal, each as its parts joined by spaces.
    public static func journalMatches(of jail: JailName) -> Command {
        Command(get: "journalmatch", of: jail) { value throws(Fail2banError) in
            var matches: [String] = []
            for match in try value.items() { matches.append(try match.texts().joined(separator: " ")) }
            return matches
        }
    }

    /// The expressions of a failure, with fail2ban's tags replaced.
    public static func failRegexes(of jail: JailName) -> Command {
        Command(get: "failregex", of: jail) { value throws(Fail2banError) in try value.texts() }
    }

    /// The expressions of lines to leave alone.
    public static func ignoreRegexes(of jail: JailName) -> Command {
        Command(get: "ignoreregex", of: jail) { value throws(Fail2banError) in try value.texts() }
    }

    /// The names of a jail's actions.
    public static func actions(of jail: JailName) -> Command {
        Command(get: "actions", of: jail) { value throws(Fail2banError) in try value.texts() }
    }

    /// What a jail never bans for what its log says.
    public static func ignored(in jail: JailName) -> Command {
        Command(get: "ignoreip", of: jail) { value throws(Fail2banError) in try value.ignored() }
    }

    /// Adds an address or a network to what a jail ignores, and gives all of it.
    public static func ignore(_ id: BanID, in jail: JailName) -> Command {
        Command(set: "addignoreip", to: id.text, of: jail) { value throws(Fail2banError) in try value.ignored() }
    }

    /// Removes an entry, exactly as it is listed, from what a jail ignores, and gives the rest.
    public static func unignore(_ entry: String, in jail: JailName) -> Command {
        Command(set: "delignoreip", to: entry, of: jail) { value throws(Fail2banError) in try value.ignored() }
    }
}

extension Command where Reply == Bool {
    /// Whether a jail ignores the machine's own addresses.
    public static func ignoresSelf(_ jail: JailName) -> Command {
        Command(get: "ignoreself", of: jail) { value throws(Fail2banError) in try value.flag() }
    }
}

extension Command where Reply == String {
    /// The encoding of a jail's files, such as `UTF-8`.
    public static func logEncoding(of jail: JailName) -> Command {
        Command(get: "logencoding", of: jail) { value throws(Fail2banError) in try value.text() }
    }

    /// Whether a jail looks host names up: `yes`, `warn`, `no` or `raw`.
    public static func usesDNS(_ jail: JailName) -> Command {
        Command(get: "usedns", of: jail) { value throws(Fail2banError) in try value.text() }
    }
}

extension Command where Reply == String? {
    /// The command that decides about ignoring; nil when there is none.
    public static func ignoreCommand(of jail: JailName) -> Command {
        Command(get: "ignorecommand", of: jail) { value throws(Fail2banError) in try value.optionalText() }
    }

    /// An option of growing ban times as fail2ban says it: numbers and `True` as text; nil when it is not set.
    public static func increment(_ option: IncrementOption, of jail: JailName) -> Command {
        Command(get: "bantime." + option.rawValue, of: jail) { value throws(Fail2banError) in
            try value.optionalText()
        }
    }
}

extension PickleValue {
    /// Entries of `ignoreip`; a file of addresses (fail2ban 1.1.1) is an object there and reads `file:PATH` here.
    fileprivate func ignored() throws(Fail2banError) -> [String] {
        var entries: [String] = []
        for item in try items() {
            guard case .object(let object) = item, case .dictionary(let state)? = object.state else {
                entries.append(try item.text())
                continue
            }
            let name = state.first { $0.key == .text("fileName") }
            entries.append("file:" + (name?.value.display ?? ""))
        }
        return entries
    }
}
