import Console
import Foundation
import Storage

/// A backup that was written, for a terminal or for programs.
enum BackupText {
    private struct JSON: Encodable {
        let path: String
        let bytes: Int64
        let formatVersion: Int
        let version: String
        let madeAt: String
        let schema: Int
        let setupId: String
        let files: [String]
    }

    static func show(_ report: Backup.Report, json: Bool) {
        guard !json else {
            let info = report.info
            return Output.json(
                encoding: JSON(
                    path: report.path, bytes: report.bytes, formatVersion: info.formatVersion,
                    version: info.programVersion, madeAt: time(info.madeAt), schema: info.schema,
                    setupId: info.setupID, files: report.files))
        }
        Output.line("\(Output.inert(report.path)): \(size(report.bytes)), checked")
        Output.line("in it: the database \(Output.inert(report.databasePath)) (schema \(report.info.schema)),")
        Output.line("  \(report.files.joined(separator: ", "))")
        Output.line("not in it: fail2ban's own configuration and its bans")
        if !report.hasSecret {
            Output.line(
                "not in it either: the key that signs sessions, which the server is given by systemd or its settings")
        }
        Output.line(
            "It holds secrets: \(report.hasSecret ? "the key that signs sessions and " : "")the hashes of all passwords."
        )
        Output.line("Whoever reads it can guess passwords at leisure; whoever changes it before a restore gets in.")
    }

    static func time(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
    }

    private static func size(_ bytes: Int64) -> String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
        var (number, unit) = (Double(bytes), 0)
        while number >= 1024, unit < units.count - 1 { (number, unit) = (number / 1024, unit + 1) }
        return unit == 0 ? "\(bytes) bytes" : String(format: "%.1f %@", number, units[unit])
    }
}
