#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
internal import Storage

/// The values of a setup, looked at all at once.
struct SetupForm {
    private(set) var faults: [FieldFault] = []
    private(set) var name: UserName?
    private(set) var configuration: Configuration?
    /// What the database will hold: the settings that the person chose and nothing stronger fixes.
    private(set) var stored: [SettingKey: String] = [:]

    init(_ request: SetupRequest, _ setup: Setup) {
        checkName(request.userName)
        if let fault = setup.policy.fault(of: request.password, userName: name?.text ?? "") {
            faults.append(FieldFault(field: "password", message: fault.description))
        }
        takeSettings(request.settings, setup)
        if case .file(let path) = configuration?.database { checkFolder(of: path) }
    }

    private mutating func checkName(_ text: String) {
        do throws(UserName.Failure) {
            name = try UserName(text)
        } catch {
            faults.append(FieldFault(field: "username", message: error.description))
        }
    }

    private mutating func takeSettings(_ settings: [String: String], _ setup: Setup) {
        for (name, text) in settings.sorted(by: { $0.key < $1.key }) {
            guard let key = SettingKey(rawValue: name) else {
                faults.append(FieldFault(field: name, message: "is no setting"))
                continue
            }
            guard SettingDefinition.of(key).authority == .browser else {
                faults.append(
                    FieldFault(field: name, message: "is set on the command line, in the environment or in .env only"))
                continue
            }
            if !setup.sources.text(of: key).origin.isFixed { stored[key] = text }
        }
        var sources = setup.sources
        sources.stored = Dictionary(uniqueKeysWithValues: stored.map { ($0.key.rawValue, $0.value) })
        do throws(ConfigurationFaults) {
            configuration = try setup.reader.read(sources)
        } catch {
            faults += error.faults.map { FieldFault(field: $0.name, message: "\($0.problem); \($0.remedy)") }
        }
    }

    private mutating func checkFolder(of path: String) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            faults.append(
                FieldFault(
                    field: "database_path", message: "the folder \(folder) does not exist; make it or name another"))
            return
        }
        guard access(folder, W_OK | X_OK) == 0 else {
            faults.append(
                FieldFault(
                    field: "database_path", message: "this service may not write to \(folder); name another folder"))
            return
        }
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            faults.append(FieldFault(field: "database_path", message: "is no plain file; name another"))
        }
    }

    /// What a database that does not open means for the one who named it.
    static func fault(opening path: String, _ error: any Error) -> FieldFault {
        let words =
            switch error as? StorageError {
            case .damaged: "\(path) is no database; name another file"
            case .newerSchema: "\(path) was written by a later BanGUI; use that, or name another file"
            case .busy: "\(path) is in use by another process"
            case .full: "the disk is full"
            case .failed(let words), .unreachable(let words): "\(path) cannot be opened: \(words)"
            default: "\(path) cannot be opened: \(error)"
            }
        return FieldFault(field: "database_path", message: words)
    }
}
