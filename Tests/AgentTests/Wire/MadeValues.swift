import Fail2ban
import Host

/// Values of every shape that cross the agent's socket, made from random numbers.
struct MadeValues {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func number() -> Int64 {
        [0, 1, -1, 63, 64, -64, -65, 1_795_219_200, .max, .min, Int64(truncatingIfNeeded: random.next())]
            .randomElement(using: &random)!
    }

    mutating func text() -> String {
        let pieces = [
            "a", "\"", "\\", "\n", "\u{0}", "é", "\u{1f600}", "<F2B_END_COMMAND>", "/", " ", "\u{7f}", "\u{e0001}",
        ]
        return (0..<Int.random(in: 1...8, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
    }

    mutating func id() -> BanID {
        let (first, second) = (UInt8.random(in: 1...223, using: &random), UInt8.random(in: 0...255, using: &random))
        return switch Int.random(in: 0...3, using: &random) {
        case 0: BanID(reading: "\(first).\(second).0.1")
        case 1: BanID(reading: "2001:db8::\(String(second, radix: 16))")
        case 2: BanID(reading: "\(first).0.0.0/\(Int.random(in: 8...31, using: &random))")
        default: BanID(reading: text())
        }
    }

    mutating func jail() -> JailName { JailName(existing: text()) }

    mutating func time() -> BanTime { Bool.random(using: &random) ? .permanent : .seconds(max(0, number())) }

    mutating func maybe<Value>(_ make: (inout MadeValues) -> Value) -> Value? {
        Bool.random(using: &random) ? make(&self) : nil
    }

    mutating func several<Value>(_ make: (inout MadeValues) -> Value) -> [Value] {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in make(&self) }
    }

    mutating func bytes() -> [UInt8] { several { UInt8.random(in: 0...255, using: &$0.random) } }

    mutating func position() -> LogPosition {
        LogPosition(
            generation: bytes(), device: random.next(), inode: random.next(), offset: number(),
            lastTime: maybe { $0.number() })
    }

    mutating func snapshot() -> BanSnapshot {
        BanSnapshot(
            jail: jail(),
            bans: several { made in
                HostBan(
                    id: made.id(), bannedAt: made.maybe { $0.number() }, time: made.maybe { $0.time() },
                    count: made.maybe { Int($0.number()) })
            }, timesAreInForce: Bool.random(using: &random))
    }

    mutating func records() -> RecordedBans {
        RecordedBans(
            several { made in
                RecordedBan(
                    jail: made.jail(), id: made.id(), bannedAt: made.number(), time: made.maybe { $0.time() },
                    count: Int(made.number()), failures: Int(made.number()), matches: made.several { $0.bytes() })
            })
    }

    mutating func reading() -> LogReading {
        LogReading(
            observations: several { made in
                LogObservation(
                    generation: made.bytes(), offset: made.number(), end: made.number(), time: made.number(),
                    utcOffset: Int(made.number()), jail: made.maybe { $0.jail() }, message: made.message())
            }, positions: several { $0.position() }, remaining: number(), generations: several { $0.bytes() },
            vanished: several { $0.position() })
    }

    mutating func message() -> LogMessage {
        let id = id()
        let all: [LogMessage] = [
            .found(id, failedAt: LocalTime("2026-11-21 04:05:06".utf8)), .found(id, failedAt: nil), .foundAgain(id),
            .attempt(id), .ban(id), .restore(id), .increase(id, count: Int(number()), seconds: number()), .reban(id),
            .unban(id), .repeal(id), .ignore(id, reason: text()), .alreadyBanned(id), .flush, .jailStarted,
            .jailStopped, .banFailed(id, reason: text()), .unbanFailed(id, reason: text()),
            .daemonStarting(version: text()), .daemonStopping, .daemonStopped,
        ]
        return all.randomElement(using: &random)!
    }

    mutating func verb() -> AgentVerb {
        let (jail, time, number) = (jail(), time(), number())
        let (ids, positions) = (several { $0.id() }, several { $0.position() })
        let all: [AgentVerb] = [
            .daemon(.ping(milliseconds: Int(number))), .daemon(.info), .daemon(.blindSpots),
            .daemon(.protectedNetworks), .jail(.counters), .jail(.settings(of: jail)), .jail(.banTime(of: jail)),
            .jail(.sight(of: jail)), .jail(.firewall(of: jail)),
            .jail(.change(.banTime(time), in: jail)), .jail(.change(.findTime(number), in: jail)),
            .jail(.change(.maxRetry(Int(number)), in: jail)), .jail(.change(.ignore(id()), in: jail)),
            .jail(.change(.unignore(text()), in: jail)), .jail(.stop(jail)), .jail(.start(jail)), .jail(.reload(jail)),
            .bans(.list(in: jail)), .bans(.check(ids, in: jail)), .bans(.standing(ids, in: jail)),
            .bans(.ban(ids, in: jail)), .bans(.unban(ids, in: jail)),
            .log(.read(after: LogPlaces(positions), limit: Int(number))),
            .log(.wait(beyond: LogPlaces(positions), milliseconds: 5)),
            .log(.records(since: number, limit: 7)), .daemon(.start), .audit(.heads(after: number)),
            .audit(.append(AgentAuditHead(sequence: number, hash: bytes()))),
            .audit(.vouch(AgentAuditHead(sequence: number, hash: bytes()))),
        ]
        return all.randomElement(using: &random)!
    }

    mutating func error() -> HostError {
        let words = text()
        let all: [HostError] = [
            .unreachable(.notRunning(path: words)), .unreachable(.staleSocket(path: words)),
            .unreachable(.noPermission(path: words)), .unreachable(.saturated(path: words)),
            .unreachable(.other(path: words, reason: text())), .timedOut, .busy, .unknownOutcome, .noSuchJail(jail()),
            .refused(words), .protocolViolation(words), .unreadable(path: words, .locked),
            .unreadable(path: words, .damaged(text())), .unreadable(path: words, .other(text())), .closed,
            .notAllowed(words), .agent(.notRunning(path: words)), .agent(.otherProtocol(path: words, version: text())),
        ]
        return all.randomElement(using: &random)!
    }
}
