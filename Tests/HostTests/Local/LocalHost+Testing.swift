import Fail2ban
import Host
import Logging
import TestSupport

extension LocalHost {
    /// The host of a private daemon.
    convenience init(_ fail2ban: RealFail2ban, journal: JournalProgram? = nil) {
        self.init(
            Configuration(
                socketPath: fail2ban.socketPath, configurationDirectory: fail2ban.configurationDirectory,
                clientProgram: fail2ban.clientProgram, clientEnvironment: fail2ban.clientEnvironment,
                journal: journal ?? JournalProgram(options: fail2ban.journalOptions)),
            logger: Logger(label: "test"))
    }
}

let one = JailName(existing: "one")
let two = JailName(existing: "two")

func ids(_ texts: String...) throws -> [BanID] { try texts.map { try BanID(typed: $0) } }
