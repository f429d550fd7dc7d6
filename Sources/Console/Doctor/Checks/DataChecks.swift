import Storage

/// The folder of all that BanGUI keeps, and the secrets in it.
enum DataChecks {
    static let all = [directory, setup, secret, space, volume, backup]

    private static let directory = DoctorCheck(
        "data.directory", "Data directory", .data,
        "failure: it belongs to another user than the server's, or others may write to it; warning: others may look into it"
    ) { look in
        let (path, process) = (look.scene.directory.path, look.scene.process)
        let facts: FileFacts
        switch FileFacts.look(path) {
        case .missing: return .note("\(path) is not there yet: the first start makes it.")
        case .refused(let words): return .failure("\(path) cannot be looked at: \(words)")
        case .there(let found): facts = found
        }
        let quoted = DoctorWords.quoted(path)
        guard facts.isFolder else { return .failure("\(path) is no folder.", advice: "Name another in data_dir.") }
        if facts.mode & 0o022 != 0 {
            return .failure(
                "Others may write to \(path) (mode \(facts.modeText)), and so replace what BanGUI keeps.",
                "sudo chmod 700 \(quoted)")
        }
        if let server = serverUser(look), server != facts.user {
            return .failure(
                "\(path) belongs to \(SystemNames.user(facts.user)) and the server runs as \(SystemNames.user(server)).",
                "sudo chown -R \(SystemNames.user(server)): \(quoted)")
        }
        if facts.mode & 0o055 != 0 {
            return .warning(
                "Others may look into \(path) (mode \(facts.modeText)).", "sudo chmod 700 \(quoted)")
        }
        guard facts.user == process.user || process.isRoot else {
            return .skipped(
                "\(path) belongs to \(SystemNames.user(facts.user)), and \(process.userName) may not look into it.",
                advice: "Run `bangui doctor` as that user or as root to see the rest.")
        }
        return .ok("\(path) belongs to \(SystemNames.user(facts.user)) alone (mode \(facts.modeText)).")
    }

    /// The user of the server that runs there; where none does, of this process, unless root looks at another's folder.
    private static func serverUser(_ look: Examination) -> UInt32? {
        guard let server = look.scene.serverProcess else { return nil }
        if server == look.scene.process.id { return look.scene.process.user }
        return FileFacts.look(look.system("/proc/\(server)")).facts?.user
    }

    private static let setup = DoctorCheck(
        "data.setup", "Setup of BanGUI", .data, "note: not done yet; failure: its mark cannot be read"
    ) { look in
        do throws(SetupError) {
            guard case .complete(let mark) = try Installation.seen(in: look.scene.directory) else {
                return .note(
                    "BanGUI is not set up yet.", "bangui serve", advice: "Open the link that the server prints.")
            }
            return .ok("It was set up \(DoctorWords.age(look.scene.now() - mark.completedAt)) ago.")
        } catch {
            if case .file(.failed(_, let words)) = error { throw DoctorSkip("It cannot be looked at: \(words)") }
            return .failure("The mark of the setup is faulty: \(error)")
        }
    }

    private static let secret = DoctorCheck(
        "data.secret", "Session key", .data,
        "failure: the key is missing beside a finished setup, weak, or others may read it"
    ) { look in
        if let given = look.scene.configuration?.sessionSecret { return strength(of: given, "BANGUI_SESSION_SECRET") }
        let path = look.scene.directory.file(DataDirectory.secretFile)
        let remedy = "openssl rand -hex 32 | sudo tee \(DoctorWords.quoted(path)) > /dev/null"
        switch FileFacts.look(path, followingLinks: false) {
        case .missing:
            guard case .complete? = try? Installation.seen(in: look.scene.directory) else {
                return .note("\(path) is not there yet: the first start makes it.")
            }
            if handedOver.contains(where: { FileFacts.look(look.system($0)).facts != nil }) {
                return .ok("systemd hands the key to the server.")
            }
            return .failure("\(path) is missing, and the server starts only with it.", remedy, advice: restore)
        case .refused(let words): throw DoctorSkip("\(path) cannot be looked at: \(words)")
        case .there(let facts):
            guard facts.isPlain else {
                return .failure("\(path) is no plain file.", advice: "Look at what it is, and remove it.")
            }
            guard facts.mode & 0o077 == 0 else {
                return .failure(
                    "Others may read \(path) (mode \(facts.modeText)): who has read it can sign sessions.",
                    "sudo chmod 600 \(DoctorWords.quoted(path))", advice: "Make a new key if others use this machine.")
            }
            guard let text = FileFacts.text(path) else {
                throw DoctorSkip("\(look.scene.process.userName) may not read \(path).")
            }
            return strength(of: text, path)
        }
    }

    /// Where the key of an installed server is: what systemd gives it, and what that is made of.
    private static let handedOver = ["/run/credentials/bangui.service/session-secret", "/etc/bangui/session-secret"]

    private static let restore = "Restore it from the backup; with a new one everybody has to sign in again."

    private static func strength(of text: String, _ place: String) -> DoctorVerdict {
        switch SecretStrength.key(text) {
        case .success(let key): return .ok("\(place) holds \(key.count) bytes and is for the server alone.")
        case .failure(let rejection):
            return .failure(
                "The key in \(place) \(words(rejection.weakness)).", "openssl rand -hex 32",
                advice: "Write a random one there; everybody has to sign in again.")
        }
    }

    private static func words(_ weakness: SecretStrength.Weakness) -> String {
        switch weakness {
        case .missing: "is empty"
        case .short(let bytes): "is short: \(bytes) bytes"
        case .repetitive(let distinct): "is repetitive: \(distinct) different bytes"
        case .known: "is an example's"
        }
    }

    private static let space = DoctorCheck(
        "data.space", "Free space", .data,
        "warning: less than 512 MiB or one in twenty inodes are left; failure: less than 64 MiB or 1,000 inodes"
    ) { look in
        guard let volume = Volume(holding: look.scene.directory.path) else {
            throw DoctorSkip("The file system of \(look.scene.directory.path) cannot be asked.")
        }
        let free = DoctorWords.bytes(volume.freeBytes)
        let files = volume.inodes > 0 ? volume.freeInodes : Int64.max
        if volume.isFull {
            return .failure(
                "Left where the data directory is: \(free) and \(volume.freeInodes) inodes.", "df -h \(quoted(look))",
                advice: "Make room: soon nothing can be stored any more.")
        }
        if volume.freeBytes < 512 << 20 || files < volume.inodes / 20 {
            return .warning(
                "Left where the data directory is: \(free) and \(volume.freeInodes) inodes.", "df -h \(quoted(look))",
                advice: "Make room, or keep events for a shorter time (`event_retention_days`).", at: .settings)
        }
        return .ok("Left where the data directory is: \(free).")
    }

    private static let volume = DoctorCheck(
        "data.filesystem", "File system", .data,
        "warning: the data directory is in memory or on a file system over the network"
    ) { look in
        guard let volume = Volume(holding: look.scene.directory.path) else {
            throw DoctorSkip("The file system of \(look.scene.directory.path) cannot be asked.")
        }
        switch volume.kind {
        case .memory:
            return .warning(
                "\(look.scene.directory.path) is in memory (\(volume.name)): a restart of the machine loses all of it.",
                advice: "Name a folder on a disk in data_dir.")
        case .network:
            return .warning(
                "\(look.scene.directory.path) is on a file system over the network (\(volume.name)), where SQLite's "
                    + "locks do not hold.",
                advice: "Name a folder on a disk of this machine in data_dir, or use a PostgreSQL server.")
        case .layered:
            return .note(
                "\(look.scene.directory.path) is in a container's own layer (\(volume.name)): it goes with the container.",
                advice: "Mount a volume there, unless this is for trying out.")
        case .disk: return .ok("\(look.scene.directory.path) is on a file system of this machine (\(volume.name)).")
        }
    }

    /// A night that was missed is no fault; two weeks are.
    private static let longAgo: Int64 = 14 * 86_400

    private static let backup = DoctorCheck(
        "data.backup", "Last backup", .data, "note: none was made with bangui backup, or none for two weeks"
    ) { look in
        if case .server(_) = look.scene.database {
            throw DoctorSkip("The database is on a server: pg_dump copies it.")
        }
        guard case .complete? = try? Installation.seen(in: look.scene.directory) else {
            throw DoctorSkip("BanGUI is not set up yet.")
        }
        let command = "bangui backup --data-dir \(quoted(look)) \(quoted(look))/bangui.backup"
        guard let moment = BackupMark(look.scene.directory).moment() else {
            return .note("No backup is known of.", command, advice: "Make one every night, to another machine's disk.")
        }
        let age = look.scene.now() - moment
        guard age <= longAgo else { return .note("The last backup was made \(DoctorWords.age(age)) ago.", command) }
        return .ok("The last backup was made \(DoctorWords.age(age)) ago.")
    }

    private static func quoted(_ look: Examination) -> String { DoctorWords.quoted(look.scene.directory.path) }
}
