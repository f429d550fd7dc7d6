import ArgumentParser
import Console
import Foundation
import Storage
import Web

/// `bangui backup`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies all that BanGUI keeps into one file, also while the server runs.",
        discussion: """
            The file is made for its owner only. It holds secrets: the key that signs sessions and the hashes of all \
            passwords. fail2ban's own configuration and its bans are not in it.
            Example: bangui backup /root/bangui-$(date +%F).backup
            Exit codes: 0 written and checked, 4 no such folder, 5 not permitted, 6 the file exists, 78 nothing set up or \
            a database that is missing, damaged or of a later BanGUI.
            """)

    @OptionGroup var place: Place
    @Argument(help: "The file to write.") var file: String
    @Flag(help: "Replace the file if it exists.") var force = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let start = try Start(try place.sources())
        guard case .complete(let bootstrap) = start.state else {
            throw Failure(
                .configuration, "\(start.directory.path): nothing is set up here, so there is nothing to copy.")
        }
        var sources = start.sources
        sources.stored[SettingKey.databasePath.rawValue] = bootstrap.databasePath
        let database = try start.reader.read(sources).database
        let progress = CopyProgress(isSilent: json)
        guard case .file(let path) = database else {
            return try BackupFailure.explaining { throw BackupError.onServer(directory: start.directory.path) }
        }
        let backup = Backup(
            directory: start.directory, bootstrap: bootstrap, databasePath: path,
            programVersion: BanGUIVersion.text, now: Clock.now)
        let report = try BackupFailure.explaining {
            try backup.write(to: Place.absolute(file), replacing: force) { try progress.show($0, of: $1) }
        }
        BackupMark(start.directory).note(at: Clock.now())
        BackupText.show(report, json: json)
        do {
            try await backup.note(report, by: .commandLine)
        } catch {
            Output.note("The backup is whole; the audit log could not be told of it: \(Failure(error).message)")
        }
    }
}
