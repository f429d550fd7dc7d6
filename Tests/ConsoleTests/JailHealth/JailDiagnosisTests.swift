import Fail2ban
import Host
import Storage
import TestSupport
import Testing

@testable import Console

/// Jails as they might be, and looks at them one after the other.
private struct Looks {
    static let now: Int64 = 1_795_327_200
    var memory = JailMemory()
    var now = Looks.now
    var version = "1.0.2"
    var totalFailed = 0
    var settings = JailSettings(
        name: one, banTime: .seconds(600), findTime: 600, maxRetry: 3,
        failRegexes: ["^ Failed password from (?P<ip4>\\S+)"],
        actions: ["nftables"])
    var others: [JailScene.Jail] = []
    var purgeAge: Int64? = 86_400

    func scene(_ files: [WatchedFile], readsJournal: Bool = false, _ journal: WatchedJournal? = nil) -> JailScene {
        let counters = JailCounters(name: one, failing: 0, totalFailed: totalFailed, banned: 0, totalBanned: 0)
        let sight = JailSight(jail: one, files: files, readsJournal: readsJournal, journal: journal, bootedAt: 0)
        return JailScene(
            jails: [JailScene.Jail(counters: counters, settings: settings, sight: sight)] + others,
            daemon: DaemonInfo(
                version: Fail2banVersion(version), startedAt: 1, databasePath: "x", databaseReadable: true,
                purgeAge: purgeAge, logTarget: "x", logLevel: "INFO"), now: now, options: ClientOptions())
    }

    /// What is found at the next look, so many seconds after the last.
    mutating func next(after seconds: Int64 = 15, _ files: WatchedFile...) -> [String] {
        now += seconds
        let scene = scene(files)
        memory.note(scene)
        return JailDiagnosis.findings(in: scene, memory).map { "\($0.status) \($0.code.rawValue)" }
    }

    func found(_ files: WatchedFile...) -> [JailFinding] { JailDiagnosis.findings(in: scene(files)) }
}

private let now = Looks.now
private let two = JailName(existing: "two")

private func file(
    size: Int64 = 1000, age: Int64 = 0, at moment: Int64 = Looks.now, readTo: Int64? = nil, _ tail: LogTail? = nil
) -> WatchedFile {
    WatchedFile(
        path: "/var/log/a.log", state: .there, inode: 7, size: size, modifiedAt: moment - age, readTo: readTo ?? size,
        tail: tail)
}

@Suite struct JailDiagnosisTests {
    /// The worst thing that this can do is to accuse a jail that is well.
    @Test func `a quiet jail is not accused, however long nothing comes`() {
        var looks = Looks()
        for day in 0..<30 {
            let age = Int64(day) * 86_400
            // Never written; written in bursts; written steadily and for a night or a weekend not; the machine was off.
            #expect(looks.next(after: 86_400, file(size: 0, age: age, at: looks.now)) == [])
            let bursts = LogTail(dated: 400, newest: nil, span: 40 * 86_400, longestPause: 9 * 86_400)
            #expect(looks.next(file(age: age, at: looks.now, bursts)) == [])
        }
        let steady = LogTail(dated: 400, span: 8 * 3600, longestPause: 30)
        #expect(looks.next(file(age: 3 * 86_400, at: looks.now, steady)) == [])
        let weeks = LogTail(dated: 400, span: 20 * 86_400, longestPause: 3600)
        #expect(looks.next(file(age: 20 * 3600, at: looks.now, weeks)) == [])
        var away = looks.scene([file(age: 9 * 86_400, at: looks.now, weeks)])
        away.jails[0].sight?.bootedAt = looks.now - 600
        #expect(JailDiagnosis.findings(in: away) == [])
    }

    @Test func `a log that stopped against its rhythm is told of`() {
        var looks = Looks()
        let weeks = LogTail(dated: 400, span: 20 * 86_400, longestPause: 3600)
        #expect(looks.next(file(age: 86_400 + 60, at: now, weeks)) == ["warning log-silent"])
        let day = LogTail(dated: 400, span: 86_400, longestPause: 600)
        #expect(looks.found(file(age: 8 * 86_400, at: now, day)).first?.reason.contains("8d") == true)
    }

    @Test func `a file that is gone for a moment is no fault, and one that stays away is`() {
        var looks = Looks()
        let gone = WatchedFile(path: "/var/log/a.log", state: .missing)
        #expect(looks.next(file()) == [] && looks.next(gone) == [])
        #expect(looks.next(gone) == ["failure log-missing"])
        #expect(looks.next(file(at: looks.now)) == [])
        // The doctor looks once.
        #expect(looks.found(gone).map(\.code) == [.logMissing])
        // Of several files one is not the jail.
        let other = WatchedFile(path: "/var/log/b.log", state: .there, modifiedAt: now)
        #expect(looks.found(gone, other).map(\.status) == [.warning])
        #expect(looks.found().map(\.code) == [.logDropped])
        looks.settings.failRegexes = []
        #expect(looks.found().isEmpty, "a jail for bans by hand")
    }

    @Test func `a file that is written in the place of the watched one is named`() {
        let looks = Looks()
        func found(_ heir: String, _ kind: WatchedFile.Heir.Kind, newer: Int64, age: Int64 = 10) -> [String] {
            var watched = file(age: newer + age)
            watched.heir = .init(path: "/var/log/" + heir, kind: kind, modifiedAt: now - age)
            return looks.found(watched).map { "\($0.code.rawValue) \($0.reason.contains(heir))" }
        }
        #expect(found("a.log.1", .rotated, newer: 120) == ["log-renamed true"])
        #expect(found("a-2026-11-22.log", .dated, newer: 120) == ["log-moved true"])
        // The last lines before the service opened the new file; a rotation of last week.
        #expect(
            found("a.log.1", .rotated, newer: 20) == [] && found("a.log.1", .rotated, newer: 120, age: 90_000) == [])
    }

    @Test func `a log that grows and is not read is told of, one that is read slowly is not`() {
        var idle = Looks()
        var well = Looks()
        var told: [[String]] = []
        for size in [1000, 1100, 1200, 1300] as [Int64] {
            told.append(idle.next(file(size: size, at: idle.now + 15, readTo: 900)))
            // It writes down where it is every ten seconds at most, and not again while nothing comes.
            #expect(well.next(file(size: size, at: well.now + 15, readTo: size - 150)) == [])
        }
        #expect(told == [[], [], ["failure log-unread"], ["failure log-unread"]])
        for _ in 0..<9 { #expect(well.next(file(size: 1300, at: well.now - 100, readTo: 1250)) == []) }
        var unknown = Looks()
        for size in [1000, 1100, 1200, 1300] as [Int64] {
            var blank = file(size: size, at: unknown.now + 15)
            blank.readTo = nil
            #expect(unknown.next(blank) == [])
        }
    }

    @Test func `a zone that is off shows by two lines, or by one in UTC`() {
        func off(_ seconds: Int64, at moment: Int64, namesZone: Bool = false) -> WatchedFile {
            file(at: moment, LogTail(dated: 9, newest: moment + seconds, namesZone: namesZone))
        }
        var looks = Looks()
        #expect(looks.next(off(-7200, at: now)) == [], "a file that was only touched")
        #expect(looks.next(off(-7199, at: now + 15)) == ["warning zone"])
        #expect(looks.next(off(-2, at: now + 30)) == [])
        #expect(looks.next(off(-4000, at: now + 45)) == [] && looks.next(off(-4000, at: now + 60)) == [])
        looks.version = "0.11.2"
        #expect(looks.next(off(-7200, at: now + 75)) == [])
        #expect(looks.next(off(-7200, at: now + 90)) == ["failure zone"])
        #expect(looks.next(off(-7200, at: now + 105, namesZone: true)) == ["failure zone"])
        var scene = Looks().scene([off(-3600, at: now)])
        #expect(JailDiagnosis.findings(in: scene) == [])
        scene.jails[0].sight?.utcOffset = 3600
        #expect(JailDiagnosis.findings(in: scene).first?.advice?.contains("`logtimezone = UTC`") == true)
        #expect(JailDiagnosis.Case.zoneName(-12_600) == "UTC-03:30")
    }

    @Test func `a filter that counts none of the failures is told of, and no other`() {
        func lines(_ count: Int, of words: String, size: Int64) -> WatchedFile {
            let bits = FailureWords.bits(in: words.utf8)
            let failures = (0..<count).map { LogTail.FailureLine(end: size - Int64($0), words: bits) }
            return file(size: size, at: now + size, LogTail(failures: failures))
        }
        var looks = Looks()
        let words = "Failed password for root"
        #expect(looks.next(lines(9, of: words, size: 1000)) == [], "lines from before it started")
        #expect(looks.next(lines(4, of: words, size: 1100)) == [])
        #expect(looks.next(lines(1, of: words, size: 1200)) == ["warning filter-blind"])
        looks.totalFailed = 1
        #expect(looks.next(lines(9, of: words, size: 1300)) == [], "it counts")
        #expect(looks.next(lines(9, of: words, size: 1400)) == [], "a filter that counted some may leave some out")
        var other = Looks()
        // A filter that looks for nothing of the kind.
        other.settings.failRegexes = ["^ script '\\S+' not found$"]
        for size in [1000, 1100] as [Int64] { #expect(other.next(lines(9, of: words, size: size)) == []) }
        other.settings.failRegexes = []
        #expect(other.found(file()).map(\.code) == [.filterEmpty])
        other.settings.failRegexes = ["^ failure of <NOSUCHTAG> (?P<ip4>\\S+)"]
        #expect(other.found(file()).map(\.code) == [.filterTag])
        #expect(JailDiagnosis.Case.tag(in: "(?P<F_USER>x) user=<\\S+> <html> \\<HOST>") == nil)
    }

    @Test func `a jail that reads the journal is judged by what its matches find`() {
        func found(_ state: WatchedJournal.State) -> [JailFinding.Code] {
            let journal = WatchedJournal(matches: ["_COMM=sshd"], state: state)
            return JailDiagnosis.findings(in: Looks().scene([], readsJournal: true, journal)).map(\.code)
        }
        #expect(found(.entries(lastAt: 1)) == [] && found(.unknown("x")) == [])
        #expect(found(.nothing) == [.journalNothing] && found(.empty) == [.journalEmpty])
    }

    @Test func `bans that keep nobody out and a short memory are told of`() {
        var scene = Looks().scene([file()])
        scene.hasProgram = { $0.program != "nft" }
        scene.jails[0].notEnforced = 3
        scene.jails[0].settings.banTime = .permanent
        let found = JailDiagnosis.findings(in: scene)
        #expect(found.map(\.code) == [.actionProgram, .actionFailed, .purgeShort])
        #expect(found[1].command == "sudo fail2ban-client reload --restart one")
        scene.jails[0].settings.actions = []
        #expect(JailDiagnosis.findings(in: scene).map(\.code).contains(.actionNone))
    }

    @Test func `a service on other ports is told of, and one behind another or on one port more is not`() {
        func found(
            listening: [Int], closed: [ClosedRange<Int>], isTaken: Bool = false, isReachedAlone: Bool = true
        ) -> [JailFinding] {
            var scene = Looks().scene([file()])
            scene.jails[0].sight?.ports = ServicePorts(
                program: "sshd", listening: listening, closed: closed, setting: "ssh", isTaken: isTaken,
                isReachedAlone: isReachedAlone)
            return JailDiagnosis.findings(in: scene)
        }
        let other = found(listening: [2222, 2223], closed: [22...22], isTaken: true)
        #expect(other.map(\.code) == [.portOther] && other.first?.status == .warning)
        #expect(other.first?.advice?.contains("`port = 2222,2223`") == true)
        #expect(
            found(listening: [22, 2222], closed: [22...22]) == [] && found(listening: [80], closed: [0...99]) == [])
        #expect(found(listening: [], closed: [22...22]) == [] && found(listening: [22], closed: []) == [])
        #expect(found(listening: [8080], closed: [80...80], isTaken: true, isReachedAlone: false) == [])
        #expect(found(listening: [8080], closed: [80...80], isReachedAlone: false).count == 1)
    }

    @Test func `bans that a chain or a set does not hold are told of, and what nobody can tell is not`() {
        func reason(_ kind: FirewallSet.Kind?, _ state: FirewallSet.State, absent: Int = 0) -> String? {
            var scene = Looks().scene([file()])
            scene.jails[0].firewall = JailFirewall(sets: [
                FirewallSet(
                    action: "iptables", name: "iptables filter f2b-one", kind: kind, state: state, listed: 3,
                    absent: absent,
                    examples: ["192.0.2.1"])
            ])
            return JailDiagnosis.findings(in: scene).first.map { "\($0.status) \($0.code.rawValue) \($0.reason)" }
        }
        for kind in [FirewallSet.Kind.chain, .set, nil] {
            let word = kind == .chain ? "chain" : "set"
            for told in [reason(kind, .missing), reason(kind, .unused), reason(kind, .there, absent: 1)] {
                #expect(
                    told?.hasPrefix("failure firewall-missing") == true && told?.contains("\(word) iptables") == true)
            }
            #expect(reason(kind, .there) == nil && reason(kind, .unknown("x"), absent: 3) == nil)
        }
    }

    @Test func `a restart is reckoned by the last start, or by what actions of the kind take`() {
        let jails = [(bans: 1000, actions: ["nftables-multiport", "sendmail"]), (bans: 0, actions: ["iptables"])]
        let reckoned = RestartCost.of(jails, after: nil)
        #expect(reckoned.bans == 1000 && reckoned.seenAt == nil && reckoned.seconds > 10)
        let seen = RestartCost.of(jails, after: Restoration(bans: 101, first: 1_000_000, last: 1_005_000))
        #expect(seen == RestartCost(bans: 1000, seconds: 50 + RestartCost.pause, seenAt: 1005))
        // A pace that two bans had says nothing.
        #expect(RestartCost.of(jails, after: Restoration(bans: 2, first: 0, last: 9000)) == reckoned)
        #expect(RestartCost.of([], after: nil).seconds == RestartCost.pause)
    }

    @Test func `what is kept has the moment at which it was first seen, until it is mended`() {
        let board = JailHealthBoard(pulse: Pulse())
        let finding = JailFinding(.logMissing, .failure, of: one, "1")
        board.note([finding], of: [one, two], running: [one, two], at: 100)
        var again = finding
        again.reason = "2"
        board.note([again], of: [one], running: [one, two], at: 200)
        #expect(board.health?.findings.map(\.since) == [100] && board.health?.findings.first?.reason == "2")
        #expect(board.health?.dead == [one] && board.health?.seen == [one, two] && board.health?.at == 200)
        board.note([], of: [two], running: [one, two], at: 300)
        #expect(board.health?.dead == [one], "the other was not looked at")
        board.note([], of: [], running: [two], at: 400)
        #expect(board.health?.dead == [] && board.health?.seen == [two])
    }
}
