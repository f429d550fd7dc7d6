import FoundationEssentials

/// The configuration of the demo's daemon: the stock tree, and our files over it.
struct DemoConfiguration: Sendable {
    let folder: DemoFolder
    /// The daemon's control socket.
    let socket: String

    /// Writes the tree anew from the package's, with our layers, and the log files that the jails watch.
    func write(from tree: PackageTree) throws(DemoError) {
        DemoFolder.remove(folder.configuration)
        do {
            try FileManager.default.copyItem(atPath: tree.configuration, toPath: folder.configuration)
        } catch {
            throw DemoError.notWritable(path: folder.configuration, reason: "\(error)")
        }
        // Debian's own layer switches jails on by its own rules.
        DemoFolder.remove(folder.configuration + "/jail.d")
        try DemoFolder.makeDirectory(folder.configuration + "/jail.d")
        try DemoFolder.write(daemonText, to: folder.configuration + "/fail2ban.local")
        try DemoFolder.write(actionText, to: folder.configuration + "/action.d/demo-record.conf")
        try DemoFolder.write(jailText, to: folder.configuration + "/jail.local")
        try DemoFolder.write(Self.launcherText, to: folder.launcher)
        for path in DemoService.allCases.map({ folder.logs + "/" + $0.logName }) + [folder.daemonLog]
        where !FileManager.default.fileExists(atPath: path) {
            try DemoFolder.write("", to: path)
        }
    }

    /// fail2ban.local: where the daemon writes.
    var daemonText: String {
        """
        [DEFAULT]
        loglevel = INFO
        logtarget = \(folder.daemonLog)
        syslogsocket = auto
        socket = \(socket)
        pidfile = \(folder.pidFile)
        dbfile = \(folder.database)
        dbpurgeage = 1d
        allowipv6 = yes

        [Definition]
        allowipv6 = yes

        """
    }

    /// The only action: a line in a file. No firewall is ever touched.
    var actionText: String {
        """
        # The demo's only action: it appends a line to a file and touches no firewall.
        [Definition]
        actionstart =
        actionstop =
        actioncheck =
        actionban = printf '%%s ban %%s %%s\\n' "$(date +%%FT%%T%%z)" '<name>' '<ip>' >> '<record>'
        actionunban = printf '%%s unban %%s %%s\\n' "$(date +%%FT%%T%%z)" '<name>' '<ip>' >> '<record>'

        [Init]
        record = \(folder.actionRecord)

        """
    }

    /// jail.local: the jails of the demo.
    var jailText: String {
        """
        # Jails of the demo. Every ban comes from a line in logs/.
        [DEFAULT]
        enabled = false
        backend = polling
        usedns = no
        ignoreself = true
        ignoreip = 127.0.0.1/8 ::1
        banaction = demo-record
        banaction_allports = demo-record
        action = demo-record[name=%(__name__)s]

        """ + DemoJail.all.map(section).joined()
    }

    private func section(of jail: DemoJail) -> String {
        let log = jail.service.map { folder.logs + "/" + $0.logName } ?? folder.daemonLog
        let increment =
            jail.increments ? "bantime.increment = true\nbantime.factor = 2\nbantime.maxtime = 3600\n" : ""
        return """

            [\(jail.name)]
            enabled = true
            backend = polling
            filter = \(jail.filter)
            logpath = \(log)
            maxretry = \(jail.maxRetry)
            findtime = \(jail.findTime)
            bantime = \(jail.banTime)
            action = demo-record[name=%(__name__)s]
            \(increment)
            """
    }

    /// Starts fail2ban in this very process, in a session of its own (Ctrl-C on the terminal must not reach it before
    /// the console has ended), and ends it when the console is gone: standard input ends then, whatever killed it.
    static let launcherText = """
        # Started by the demo: runs fail2ban-server until standard input ends.
        import os, runpy, signal, sys, threading, time


        def end_with_parent():
            while os.read(0, 1):
                pass
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(15)
            os._exit(1)


        # The thread that started us may block signals, and a child inherits that.
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        try:
            os.setsid()
        except PermissionError:
            pass
        threading.Thread(target=end_with_parent, daemon=True).start()
        del sys.argv[0]
        runpy.run_path(sys.argv[0], run_name="__main__")

        """
}
