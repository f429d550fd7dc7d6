import Fail2ban
import Host

extension JailChange {
    /// The kind of operation that it is recorded as.
    var kind: OperationRecord.Kind {
        switch self {
        case .ignore: .ignore
        case .unignore: .unignore
        default: .change
        }
    }

    /// What it changes: the name of the setting, or the address.
    var subject: String {
        switch self {
        case .banTime: "bantime"
        case .findTime: "findtime"
        case .maxRetry: "maxretry"
        case .ignore(let id): id.text
        case .unignore(let entry): entry
        }
    }

    /// The value that was in force before, in fail2ban's numbers.
    func detail(_ before: JailSettings) -> String? {
        switch self {
        case .banTime: "\(before.banTime.fail2ban)"
        case .findTime: "\(before.findTime)"
        case .maxRetry: "\(before.maxRetry)"
        case .ignore, .unignore: nil
        }
    }

    /// The same in fail2ban's own words.
    func clientWords(in jail: JailName) -> String {
        switch self {
        case .banTime(let time): Command<BanTime>.setBanTime(time, of: jail).clientWords
        case .findTime(let seconds): Command<Int64>.setFindTime(seconds, of: jail).clientWords
        case .maxRetry(let count): Command<Int64>.setMaxRetry(count, of: jail).clientWords
        case .ignore(let id): Command<[String]>.ignore(id, in: jail).clientWords
        case .unignore(let entry): Command<[String]>.unignore(entry, in: jail).clientWords
        }
    }
}
