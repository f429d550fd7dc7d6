import Storage

/// BanGUI's own database.
enum DatabaseChecks {
    static let all = [opens, schema, integrity, log]

    /// A file that another program holds altogether keeps SQLite for ten seconds.
    private static let limit: Duration = .seconds(3)

    private static let opens = DoctorCheck(
        "database.open", "Database of BanGUI", .database,
        "failure: it is missing beside a finished setup, damaged, or its server cannot be reached; warning: another program "
            + "holds it", within: limit
    ) { look in
        let shown = look.scene.database.shown
        do throws(StorageError) {
            let found = try await look.database()
            let size = found.bytes.map { ", \(DoctorWords.bytes($0))" } ?? ""
            return .ok("\(shown) is read (\(found.program)\(size)).")
        } catch {
            return try verdict(error, look)
        }
    }

    private static func verdict(_ error: StorageError, _ look: Examination) throws -> DoctorVerdict {
        let shown = look.scene.database.shown
        let isSetUp = if case .complete? = try? Installation.seen(in: look.scene.directory) { true } else { false }
        if case .file(let path) = look.scene.database, FileFacts.look(path) == .missing {
            let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? "."
            if folder != look.scene.directory.path, !folder.isEmpty, FileFacts.look(folder) == .missing {
                return .failure("The folder of \(shown) is not there.", "sudo mkdir -p \(DoctorWords.quoted(folder))")
            }
            guard isSetUp else { return .note("\(shown) is not there yet: setup makes it.") }
            return .failure(
                "\(shown) is missing, and the setup is done.", advice: "Restore it from the backup: bangui restore FILE"
            )
        }
        switch error {
        case .busy:
            return .warning(
                "Another program holds \(shown) so that it cannot be read.",
                advice: "Look for a program that has it open, such as a copy or a shell of sqlite3: `fuser` names it.")
        case .damaged(let words):
            return .failure("\(shown) is damaged: \(words)", advice: "Restore it from the backup: bangui restore FILE")
        case .unreachable(let words):
            return .failure(
                "The server of \(shown) cannot be reached: \(words)", advice: "Start it, or mend database_url.")
        default:
            if case .file(let path) = look.scene.database, !MayRead.file(path) {
                throw DoctorSkip("\(look.scene.process.userName) may not read \(path).")
            }
            return .failure("\(shown) cannot be read: \(StorageWords.text(error))")
        }
    }

    private static let schema = DoctorCheck(
        "database.schema", "Schema of the database", .database,
        "failure: of a later BanGUI; note: the next start brings it forward", within: limit
    ) { look in
        let found = try await reading(look)
        if found.schema > found.knownSchema {
            return .failure(
                "The database has schema \(found.schema) of a later BanGUI; this one knows \(found.knownSchema).",
                advice: "Use the later BanGUI.")
        }
        guard found.schema == found.knownSchema else {
            return .note(
                "The database has schema \(found.schema); the next start brings it to \(found.knownSchema), with a copy "
                    + "before it.")
        }
        return .ok("The database has schema \(found.schema), the latest.")
    }

    /// How long the file is looked through; every page of it that is read costs others their cache.
    private static let patience: Duration = .seconds(2)

    private static let integrity = DoctorCheck(
        "database.integrity", "Sound database", .database, "failure: SQLite's quick_check finds damage"
    ) { look in
        let found = try await reading(look)
        guard case .file(let path) = look.scene.database else {
            throw DoctorSkip("The server looks after its own files.")
        }
        do throws(StorageError) {
            guard let faults = try look.scene.database.quickCheck(within: patience) else {
                return .skipped(
                    "\(DoctorWords.bytes(found.bytes ?? 0)) are too much to be looked through in \(patience.components.seconds) s; "
                        + "nothing was found in what was seen.",
                    advice: "A backup looks at every page: `bangui backup FILE`.")
            }
            guard let first = faults.first else { return .ok("SQLite finds every page of \(path) sound.") }
            return .failure("SQLite finds \(path) damaged: \(first)", advice: damaged)
        } catch {
            guard case .damaged(let words) = error else {
                throw DoctorSkip("It could not be looked through: \(StorageWords.text(error))")
            }
            return .failure("SQLite finds \(path) damaged: \(words)", advice: damaged)
        }
    }

    private static let damaged = "Stop BanGUI and restore the last backup: bangui restore FILE"

    /// SQLite moves the log into the file at 16 MiB and cuts it back to 64: beyond, a reader stands in its way.
    private static let longLog: Int64 = 256 << 20

    private static let log = DoctorCheck(
        "database.log", "Write-ahead log", .database,
        "warning: larger than 256 MiB, since something reads without end, or another journal mode", within: limit
    ) { look in
        let found = try await reading(look)
        guard let mode = found.journalMode, let bytes = found.logBytes else {
            throw DoctorSkip("The server looks after its own files.")
        }
        guard mode == "wal" else {
            return .warning(
                "The journal mode is \(mode): readers and the writer wait for one another.",
                advice: "The next start of the server sets it to wal; see which program changed it.")
        }
        guard bytes < longLog else {
            return .warning(
                "The write-ahead log has \(DoctorWords.bytes(bytes)): a reader keeps it from being moved into the file.",
                advice: "Look for a program that has the database open for long, and end it.")
        }
        return .ok("The write-ahead log has \(DoctorWords.bytes(bytes)).")
    }

    private static func reading(_ look: Examination) async throws -> DatabaseFindings {
        do throws(StorageError) {
            return try await look.database()
        } catch {
            if case .file(let path) = look.scene.database, FileFacts.look(path) == .missing {
                throw DoctorSkip("There is no database.")
            }
            throw DoctorSkip("The database cannot be read.")
        }
    }
}

/// An error of the database without the name of its case.
enum StorageWords {
    static func text(_ error: StorageError) -> String {
        switch error {
        case .failed(let words), .damaged(let words), .unreachable(let words), .constraint(let words): words
        case .busy: "it is busy"
        case .full: "the disk is full"
        case .newerSchema(let found, let known): "schema \(found) is later than \(known)"
        case .closed: "it is closed"
        }
    }
}
