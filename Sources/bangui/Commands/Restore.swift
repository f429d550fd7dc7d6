import ArgumentParser
import Console
import Foundation
import Host
import Storage

/// `bangui restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Makes an installation of a backup; the server must be stopped.",
        discussion: """
            The file is checked wholly before anything is changed. An installation that is there is set aside into \
            before-restore-TIME of the folder by --replace; nothing is deleted. Nobody is signed in afterwards. Where there \
            is an agent, run it as root: root's word is then on record with the agent, and bangui audit verify knows the \
            restore for one that was meant.
            Example: bangui restore /root/bangui.backup --data-dir /var/lib/bangui
            Exit codes: 0 restored, 4 no such file, 5 not permitted, 6 a server runs or an installation is there, \
            78 no backup, a damaged one or one of a later BanGUI.
            """)

    @OptionGroup var place: Place
    @Argument(help: "The backup.") var file: String
    @Flag(help: "Set an installation aside that is there.") var replace = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let sources = try place.sources()
        let directory = try reader.dataDirectory(of: sources)
        let word = try RootsWord.open(sources, reader, for: "a restore")
        try Owner.become(of: directory)
        let progress = CopyProgress(isSilent: json)
        let report = try BackupFailure.explaining {
            let backup = try CheckedBackup(Place.absolute(file))
            try directory.prepare()
            let lock = try ServeLock(directory)
            lock.clear()
            let restore = Restore(directory: directory, by: .commandLine, vouch: word?.vouch, now: Clock.now)
            return try restore.run(backup, replacing: replace) { try progress.show($0, of: $1) }
        }
        RestoreText.show(report, fixed: fixedDatabasePath(sources, report), json: json)
    }

    /// A database that command line, environment or `.env` name in place of the restored one.
    private func fixedDatabasePath(_ sources: SettingSources, _ report: Restore.Report) -> String? {
        var sources = sources
        sources.stored[SettingKey.databasePath.rawValue] = report.databasePath
        guard let path = try? reader.read(sources).database.shown, path != report.databasePath else { return nil }
        return path
    }

    private var reader: ConfigurationReader { ConfigurationReader(otherNames: Start.scriptNames, now: Clock.now) }
}
