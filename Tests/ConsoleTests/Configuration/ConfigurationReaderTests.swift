import Fail2ban
import Storage
import TestSupport
import Testing

@testable import Console

struct ConfigurationReaderTests {
    let reader = ConfigurationReader { 1_800_000_000 }

    func faults(_ environment: [String: String]) -> [String] {
        do throws(ConfigurationFaults) {
            _ = try reader.read(SettingSources(environment: environment))
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test func `has defaults that stand by themselves`() throws {
        let configuration = try reader.read(SettingSources())
        #expect(configuration.listen.description == "127.0.0.1:8080")
        #expect(configuration.database == .file(path: "/var/lib/bangui/bangui.sqlite"))
        #expect(configuration.sessionLifetime == SessionLifetime(absolute: 28_800, idle: 7200))
        #expect(configuration.cookie == CookiePolicy(isSecure: true, isHTTPOnly: true, sameSite: .lax))
        #expect(configuration.cookie.sessionName == "__Host-bangui")
        #expect(configuration.loginFailureDelay == 10)
        #expect(configuration.sessionSecret == nil)
        #expect(configuration.forgery == .enforce)
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.origins.values.allSatisfy { $0 == .builtIn })
    }

    @Test func `every default is a value of its setting`() {
        for definition in SettingDefinition.all where definition.key != .sessionSecret {
            #expect(SettingText.problem(in: definition.standard, of: definition.key, zones: TimeZoneNames()) == nil)
        }
    }

    @Test func `takes the strongest source and says which`() throws {
        var sources = SettingSources(
            commandLine: [.logLevel: "trace"], environment: ["BANGUI_LOG_LEVEL": "debug"],
            file: try DotEnv(parsing: "\nBANGUI_LOG_LEVEL=notice"), stored: ["log_level": "warning"])
        #expect(try reader.read(sources).logLevel == "trace")
        #expect(try reader.read(sources).origins[.logLevel] == .commandLine)
        sources.commandLine = [:]
        #expect(try reader.read(sources).logLevel == "debug")
        #expect(try reader.read(sources).origins[.logLevel] == .environment)
        sources.environment = [:]
        #expect(try reader.read(sources).logLevel == "notice")
        #expect(try reader.read(sources).origins[.logLevel] == .file(line: 2))
        sources.file = nil
        #expect(try reader.read(sources).logLevel == "warning")
        #expect(try reader.read(sources).origins[.logLevel] == .stored)
        #expect(SettingOrigin.environment.isFixed && !SettingOrigin.stored.isFixed)
    }

    @Test(arguments: SettingDefinition.all.filter { $0.authority == .machine })
    func `never takes from the database what is the machine owner's`(definition: SettingDefinition) throws {
        let before = try reader.read(SettingSources())
        let after = try reader.read(SettingSources(stored: [definition.key.rawValue: "false"]))
        #expect(after.texts[definition.key] == before.texts[definition.key])
        #expect(after.origins[definition.key] == .builtIn)
        #expect(after.warnings.count == 1)
    }

    @Test func `splits the start command and refuses unbalanced quotes by name`() throws {
        let right = try reader.read(SettingSources(environment: ["BANGUI_FAIL2BAN_START_COMMAND": "sudo 'a b' $x"]))
        #expect(right.fail2banStartCommand == ["sudo", "a b", "$x"])
        let found = faults(["BANGUI_FAIL2BAN_START_COMMAND": "sudo 'a b"])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("fail2ban_start_command=sudo 'a b: unbalanced quotes") == true)
    }

    @Test(.shows("ASVS-2.2.1")) func `names all faults at once, one line each, secrets without their value`() {
        let found = faults([
            "BANGUI_LISTEN": "8080", "BANGUI_SESSION_DURATION_MINUTES": "4", "BANGUI_TRUSTED_PROXIES": "10.0.0.0/8 x",
            "BANGUI_TIMEZONE": "Mars/Olympus", "BANGUI_SESSION_SECRET": "", "BANGUI_PUBLIC_URL": "ban.example.org",
            "BANGUI_LOG_LEVEL": "loud\nBANGUI", "BANGUI_SESION_SECRET": "hunter2",
        ])
        #expect(found.count == 8)
        #expect(found.allSatisfy { !$0.contains("\n") && !$0.contains("hunter2") && $0.contains("; ") })
        #expect(
            found.last == "BANGUI_SESION_SECRET: is no setting (the environment); did you mean BANGUI_SESSION_SECRET?")
        #expect(
            found.first == "listen=8080: is no address and port; write host:port such as 127.0.0.1:8080 or [::1]:8080")
    }

    @Test func `finds unknown names in the file with their line, and leaves those of scripts alone`() throws {
        let sources = SettingSources(
            environment: ["BANGUI_BUILD": "1", "OTHER": "x"], file: try DotEnv(parsing: "\nBANGUI_NOPE=1\nX=2"))
        let reader = ConfigurationReader(otherNames: ["BANGUI_BUILD"]) { 0 }
        let error = #expect(throws: ConfigurationFaults.self) { try reader.read(sources) }
        #expect(error?.faults.map(\.name) == ["BANGUI_NOPE"])
        #expect(error?.faults.first?.problem.contains("line 2") == true)
    }

    @Test(arguments: ["Europe/Berlin", "UTC"]) func `knows the zones of the system`(zone: String) throws {
        #expect(try reader.read(SettingSources(environment: ["BANGUI_TIMEZONE": zone])).timeZone == zone)
    }

    @Test(arguments: [
        "", "../../etc/passwd", "/etc/localtime", "Europe", "Europe//Berlin", "zone.tab", "Europe/Berlin\0",
        "posixrules/../UTC",
    ])
    func `takes no path for a zone`(zone: String) { #expect(!TimeZoneNames().contains(zone)) }

    @Test func `lists zones to choose from`() {
        let names = TimeZoneNames().all()
        #expect(names.contains("Europe/Berlin") && names.contains("UTC") && names == names.sorted())
    }

    @Test func `never keeps a secret among the texts that are shown`() throws {
        let configuration = try reader.read(SettingSources(environment: ["BANGUI_SESSION_SECRET": "s3cr3t"]))
        #expect(configuration.sessionSecret == "s3cr3t")
        #expect(!configuration.texts.values.contains("s3cr3t"))
    }

    @Test func `a database on a server counts in place of the file, and its password is never shown`() throws {
        let url = "postgres://bangui:hunter2@db.example:5433/bangui?sslmode=require"
        let sources = SettingSources(environment: ["BANGUI_DATABASE_URL": url, "BANGUI_DATABASE_PATH": "d.sqlite"])
        let configuration = try reader.read(sources)
        #expect(configuration.database == PostgreSQLAddress(url).map(DatabasePlace.server))
        #expect(configuration.database.shown == "postgres://bangui@db.example:5433/bangui")
        #expect(configuration.texts[.databaseURL] == nil)
        for wrong in ["postgres://bangui:hunter2@[db/bangui", "mysql://bangui:hunter2@db/bangui"] {
            let faults = #expect(throws: ConfigurationFaults.self) {
                try reader.read(SettingSources(environment: ["BANGUI_DATABASE_URL": wrong]))
            }
            #expect(faults?.faults.map(\.name) == ["database_url"])
            #expect(faults?.faults.contains { "\($0)".contains("hunter2") } == false)
        }
    }

    @Test func `joins a relative database path to the data directory`() throws {
        let sources = SettingSources(environment: ["BANGUI_DATA_DIR": "/srv/b//", "BANGUI_DATABASE_PATH": "d.sqlite"])
        #expect(try reader.read(sources).database == .file(path: "/srv/b/d.sqlite"))
        #expect(try reader.dataDirectory(of: sources).path == "/srv/b")
    }
}
