import Pickle

extension Command where Reply == Void {
    /// Asks for a sign of life.
    public static var ping: Command {
        Command(["ping"]) { value throws(Fail2banError) in
            guard value == .text("pong") else { throw value.malformed("pong") }
        }
    }

    /// Starts a jail that exists in the daemon and does not run.
    public static func start(_ jail: JailName) -> Command {
        Command(["start", jail.text], changes: true, refusal: jail.refusal) { _ throws(Fail2banError) in }
    }

    /// Stops a jail, which the daemon then forgets; takes as long as its actions do.
    public static func stop(_ jail: JailName) -> Command {
        Command(["stop", jail.text], changes: true, refusal: jail.refusal) { _ throws(Fail2banError) in }
    }
}

extension Command where Reply == Fail2banVersion {
    /// The daemon's version.
    public static var version: Command {
        Command(["version"]) { value throws(Fail2banError) in Fail2banVersion(try value.text()) }
    }
}

extension Command where Reply == String {
    /// Where the daemon's log goes: a path, or `STDOUT`, `STDERR`, `SYSLOG`, `SYSTEMD-JOURNAL`, `SYSOUT`.
    public static var logTarget: Command {
        Command(["get", "logtarget"]) { value throws(Fail2banError) in try value.text() }
    }

    /// How much the daemon logs, such as `INFO`.
    public static var logLevel: Command {
        Command(["get", "loglevel"]) { value throws(Fail2banError) in try value.text() }
    }
}

extension Command where Reply == String? {
    /// The daemon's database file; nil when it keeps none.
    public static var databaseFile: Command {
        Command(["get", "dbfile"]) { value throws(Fail2banError) in try value.optionalText() }
    }
}

extension Command where Reply == Int64? {
    /// How long the daemon's database remembers a ban, in seconds; nil without a database.
    public static var purgeAge: Command {
        Command(["get", "dbpurgeage"]) { value throws(Fail2banError) in try value.optionalNumber() }
    }
}

extension Command where Reply == [JailName] {
    /// The jails that run. fail2ban joins their names with `, `: a name that contains this cannot be told apart, and
    /// is an error because the count then differs.
    public static var jails: Command {
        Command(["status"]) { value throws(Fail2banError) in
            let list = try value.required("Jail list").text()
            let names = list.utf8.isEmpty ? [] : list.split(separator: ", ", omittingEmptySubsequences: false)
            guard try value.required("Number of jail").count() == names.count else {
                throw value.malformed("as many names as jails")
            }
            return names.map { JailName(existing: String($0)) }
        }
    }
}

extension Command where Reply == [JailStatistics] {
    /// Every jail's counters in one command; fail2ban 1.1.0 and later.
    public static var statistics: Command {
        Command(["status", "--all", "stats"]) { value throws(Fail2banError) in
            guard case .dictionary(let pairs) = value else { throw value.malformed("a dictionary") }
            var all: [JailStatistics] = []
            for pair in pairs {
                all.append(try JailStatistics(jail: JailName(existing: pair.key.text()), stats: pair.value))
            }
            return all
        }
    }
}
