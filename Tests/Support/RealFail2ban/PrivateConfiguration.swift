/// The configuration of a private daemon: one filter, an action that notes and an action that fails.
enum PrivateConfiguration {
    static func write(
        to folder: TemporaryFolder, jails: [TestJail], purgeAge: String, target: String, syslogSocket: String
    ) throws {
        try folder.write(daemon(folder, purgeAge, target, syslogSocket), to: "config/fail2ban.conf")
        try folder.write(jailDefaults + jails.map { $0.section(logs: folder.path) }.joined(), to: "config/jail.conf")
        try folder.write(filter, to: "config/filter.d/plain.conf")
        try folder.write(notes(folder), to: "config/action.d/notes.conf")
        try folder.write(fails, to: "config/action.d/fails.conf")
        for jail in jails where jail.options["logpath"] == nil { try folder.write("", to: jail.name + ".log") }
    }

    private static func daemon(
        _ folder: TemporaryFolder, _ purgeAge: String, _ target: String, _ syslogSocket: String
    ) -> String {
        """
        [Definition]
        loglevel = INFO
        logtarget = \(target)
        syslogsocket = \(syslogSocket)
        allowipv6 = auto
        socket = \(folder.file("f.sock"))
        pidfile = \(folder.file("f.pid"))
        dbfile = \(folder.file("f.sqlite3"))
        dbpurgeage = \(purgeAge)
        dbmaxmatches = 10
        [Thread]

        """
    }

    private static let jailDefaults = """
        [DEFAULT]
        backend = polling
        filter = plain
        action = notes[name=%(__name__)s]
        usedns = no
        ignoreself = false
        bantime = 600
        findtime = 600
        maxretry = 3


        """

    private static let filter = """
        [Definition]
        failregex = ^ failure from <ADDR>
        datepattern = ^%%Y-%%m-%%d %%H:%%M:%%S

        """

    private static func notes(_ folder: TemporaryFolder) -> String {
        """
        [Definition]
        actionban = echo "ban <ip>" >> \(folder.path)/<name>.actions
        actionunban = echo "unban <ip>" >> \(folder.path)/<name>.actions
        [Init]
        name = default

        """
    }

    private static let fails = """
        [Definition]
        actionban = false
        actionunban = true

        """
}
