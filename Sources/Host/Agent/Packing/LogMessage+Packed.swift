import Fail2ban

/// The kinds of messages by the number that they are packed with.
private enum Kind: UInt8 {
    case found, foundAgain, attempt, ban, restore, increase, reban, unban, `repeal`, ignore, alreadyBanned, flush
    case jailStarted, jailStopped, banFailed, unbanFailed, daemonStarting, daemonStopping, daemonStopped
}

extension PackedWriter {
    mutating func message(_ message: LogMessage) {
        switch message {
        case .found(let id, let failedAt):
            kind(.found, id)
            optional(failedAt) { $0.localTime($1) }
        case .foundAgain(let id): kind(.foundAgain, id)
        case .attempt(let id): kind(.attempt, id)
        case .ban(let id): kind(.ban, id)
        case .restore(let id): kind(.restore, id)
        case .increase(let id, let count, let seconds):
            kind(.increase, id)
            signed(Int64(count))
            signed(seconds)
        case .reban(let id): kind(.reban, id)
        case .unban(let id): kind(.unban, id)
        case .repeal(let id): kind(.repeal, id)
        case .ignore(let id, let reason): kind(.ignore, id, reason)
        case .alreadyBanned(let id): kind(.alreadyBanned, id)
        case .flush: byte(Kind.flush.rawValue)
        case .jailStarted: byte(Kind.jailStarted.rawValue)
        case .jailStopped: byte(Kind.jailStopped.rawValue)
        case .banFailed(let id, let reason): kind(.banFailed, id, reason)
        case .unbanFailed(let id, let reason): kind(.unbanFailed, id, reason)
        case .daemonStarting(let version):
            byte(Kind.daemonStarting.rawValue)
            text(version)
        case .daemonStopping: byte(Kind.daemonStopping.rawValue)
        case .daemonStopped: byte(Kind.daemonStopped.rawValue)
        }
    }

    private mutating func kind(_ kind: Kind, _ id: BanID, _ words: String? = nil) {
        byte(kind.rawValue)
        self.id(id)
        if let words { text(words) }
    }
}

extension PackedReader {
    mutating func message() throws(PackedError) -> LogMessage {
        guard let kind = Kind(rawValue: try byte()) else { throw .noSuchValue }
        switch kind {
        case .found:
            return .found(
                try id(), failedAt: try optional { reader throws(PackedError) in try reader.localTime() })
        case .foundAgain: return .foundAgain(try id())
        case .attempt: return .attempt(try id())
        case .ban: return .ban(try id())
        case .restore: return .restore(try id())
        case .increase: return .increase(try id(), count: try int(), seconds: try signed())
        case .reban: return .reban(try id())
        case .unban: return .unban(try id())
        case .repeal: return .repeal(try id())
        case .ignore: return .ignore(try id(), reason: try text())
        case .alreadyBanned: return .alreadyBanned(try id())
        case .flush: return .flush
        case .jailStarted: return .jailStarted
        case .jailStopped: return .jailStopped
        case .banFailed: return .banFailed(try id(), reason: try text())
        case .unbanFailed: return .unbanFailed(try id(), reason: try text())
        case .daemonStarting: return .daemonStarting(version: try text())
        case .daemonStopping: return .daemonStopping
        case .daemonStopped: return .daemonStopped
        }
    }
}
