import Console
import Storage

/// A backup that was restored, for a terminal or for programs.
enum RestoreText {
    private struct JSON: Encodable {
        let databasePath: String
        let formerDatabasePath: String
        let version: String
        let madeAt: String
        let schema: Int
        let setupId: String
        let files: [String]
        let aside: String?
        let oldDatabasePath: String?
        let sessionsEnded: Bool
        let vouched: Bool
    }

    /// - Parameter fixed: a path that fixes the database elsewhere than where it was restored.
    static func show(_ report: Restore.Report, fixed: String?, json: Bool) {
        if json {
            let info = report.info
            Output.json(
                encoding: JSON(
                    databasePath: report.databasePath, formerDatabasePath: report.formerDatabasePath,
                    version: info.programVersion, madeAt: BackupText.time(info.madeAt), schema: info.schema,
                    setupId: info.setupID, files: report.files, aside: report.aside,
                    oldDatabasePath: report.oldDatabase, sessionsEnded: true, vouched: report.isVouched))
        } else {
            showText(report)
        }
        guard let fixed else { return }
        Output.note("database_path=\(fixed) is fixed and names another database than the restored one; remove it.")
    }

    private static func showText(_ report: Restore.Report) {
        let time = BackupText.time(report.info.madeAt)
        Output.line("restored: the backup of \(time) by BanGUI \(Output.inert(report.info.programVersion))")
        Output.line("  \(Output.inert(report.databasePath)), \(report.files.joined(separator: ", "))")
        if report.isMoved {
            Output.line(
                "The database was at \(Output.inert(report.formerDatabasePath)) before; bootstrap.json names its new place."
            )
        }
        if let aside = report.aside { Output.line("What was there before lies in \(Output.inert(aside)).") }
        if let old = report.oldDatabase {
            Output.line("The database of the old installation stays where it is: \(Output.inert(old))")
        }
        if !report.files.contains("session-secret") {
            Output.line("The key that signs sessions is not in the backup: set BANGUI_SESSION_SECRET as before.")
        }
        if report.isVouched { Output.line("The agent has on record that root restored the audit log.") }
        Output.line("Nobody is signed in: everyone signs in again, and programs need new tokens. Start the server now.")
    }
}
