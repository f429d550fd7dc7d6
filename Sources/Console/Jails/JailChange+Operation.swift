import Fail2ban
public import Host
import Storage

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

    /// Whether the jail works so already, so that nothing has to be changed.
    public func isAlready(in settings: JailSettings) -> Bool {
        switch self {
        case .banTime(let time): time == settings.banTime
        case .findTime(let seconds): seconds == settings.findTime
        case .maxRetry(let count): count == settings.maxRetry
        case .ignore(let id): settings.ignored.contains(id.text)
        case .unignore(let entry): !settings.ignored.contains(entry)
        }
    }

    /// Whether it can be taken back: an address or network can be put on the list again; a host name or a file that
    /// the configuration put there cannot, since no operation of ours adds one.
    var canBeTakenBack: Bool {
        if case .unignore(let entry) = self { return BanID(reading: entry).network != nil }
        return true
    }

    /// What takes an operation's change of one setting back; nil where that is not known.
    init?(takingBack kind: String, _ item: OperationItem) {
        let before = item.detail.flatMap { Int64($0) }
        switch (kind, item.id) {
        case ("change", "bantime"):
            guard let time = before.flatMap(BanTime.init(fail2ban:)) else { return nil }
            self = .banTime(time)
        case ("change", "findtime"):
            guard let before else { return nil }
            self = .findTime(before)
        case ("change", "maxretry"):
            guard let before else { return nil }
            self = .maxRetry(Int(before))
        case ("ignore", _): self = .unignore(item.id)
        case ("unignore", _):
            let id = BanID(reading: item.id)
            guard id.network != nil else { return nil }
            self = .ignore(id)
        default: return nil
        }
    }
}
