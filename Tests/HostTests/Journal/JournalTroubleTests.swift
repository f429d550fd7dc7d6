import Fail2ban
import Foundation
import TestSupport
import Testing

@testable import Host

/// A `journalctl` that fails, and one that follows.
@Suite struct JournalTroubleTests {
    private static let taken = [0, 1, 2]

    /// A program in place of `journalctl`, which gets three entries of a real one as `$three` and fails in its own way.
    private func fake(_ script: String, _ log: ReadJournal) throws -> JournalReader {
        try log.write(3)
        let real = log.reader.program
        let words = real.arguments("/usr/bin/journalctl", [], users: [0])
        let three = try runProgram(words).output
        try log.journal.folder.write(three, to: "three")
        let path = try log.journal.folder.write(
            "#!/bin/sh\nthree=\(log.journal.folder.file("three"))\n\(script)\n", to: "journalctl")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return JournalReader(JournalProgram(paths: ["/nowhere/journalctl", path]), patience: .milliseconds(700))
    }

    private func read(_ reader: JournalReader, after positions: [LogPosition] = []) -> Result<LogReading, LogFault> {
        do throws(LogFault) {
            return .success(try reader.read(after: positions, zone: .utc, limit: 1 << 20, users: [0]))
        } catch {
            return .failure(error)
        }
    }

    private static let scripts = [
        ("cat $three; sleep 60", "journalctl gives no answer"),
        ("cat $three; echo 'broken pipes' >&2; echo more >&2; exit 1", "broken pipes; more"),
        ("cat $three; kill -9 $$", "journalctl ended with status 137"),
        ("cat $three; head -n 3 $three", "journalctl ended within an entry"),
        ("cat $three; echo '{\"MESSAGE\": 1}'", "journalctl wrote what cannot be read"),
        ("cat $three; cat /dev/urandom", "journalctl wrote what cannot be read"),
        ("cat $three; head -c 9000000 /dev/zero | tr '\\0' A", "journalctl wrote what cannot be read"),
        ("cat $three; yes complaint | head -c 700000 >&2; exit 2", "complaint"),
    ]

    @Test(arguments: scripts.indices)
    func `what came whole before a failure is taken, and a failure alone is told`(_ index: Int) throws {
        let (script, reason) = Self.scripts[index]
        let log = try ReadJournal()
        let reader = try fake(script, log)
        let reading = try read(reader).get()
        #expect(reading.observations.map { Int($0.time - ReadJournal.start) } == Self.taken)
        #expect(reading.remaining > 0)
        let clock = ContinuousClock()
        let time = try clock.measure {
            // Nothing more comes of it: the entries are known.
            let fault = try #require(throws: LogFault.self) { try read(reader, after: reading.positions).get() }
            #expect(fault.reason.hasPrefix(reason) && fault.reason.utf8.count < 2000, "\(fault.reason)")
        }
        #expect(time < .seconds(30))
    }

    @Test func `a program that cannot be run is told`() throws {
        let log = try ReadJournal()
        let missing = JournalReader(JournalProgram(paths: ["/nowhere/journalctl"]))
        #expect(throws: LogFault(path: "the system's journal", reason: "journalctl is not there")) {
            try read(missing).get()
        }
        #expect(missing.fault(users: [0]) == .missing)
        #expect(!missing.hasMore(after: [], users: [0]) && !missing.isQuiet(after: []))
        let odd = try fake("", log)
        try log.journal.folder.write("\u{1}", to: "journalctl")
        let fault = try #require(throws: LogFault.self) { try read(odd).get() }
        #expect(fault.reason.hasPrefix("journalctl cannot be run: "))
    }

    @Test func `why nothing of fail2ban can be seen is told`() throws {
        let log = try ReadJournal()
        #expect(log.reader.fault(users: [0]) == .empty)
        try log.journal.write([.init(time: 1_795_219_200_000_000, identifier: "sshd", text: [65], program: "sshd")])
        #expect(log.reader.fault(users: [0]) == .empty)
        try log.write(1)
        #expect(log.reader.fault(users: [0]) == nil)
        let scripts = [
            "echo 'Hint: You are currently not seeing messages from other users and the system.' >&2",
            "echo 'No journal files were opened due to insufficient permissions.' >&2; exit 1",
        ]
        for script in scripts { #expect(try fake(script, log).fault(users: [0]) == .notPermitted) }
        #expect(try fake("echo odd >&2; exit 1", log).fault(users: [0]) == .failed("odd"))
        #expect(try fake("sleep 60", log).fault(users: [0]) == .failed("journalctl gives no answer"))
    }

    @Test func `a new entry is told of soon, and while there is none no program is run`() async throws {
        let log = try ReadJournal()
        try log.write(2)
        #expect(await eventually { log.hasMore() })
        try log.readAll()
        #expect(log.reader.isQuiet(after: log.positions))
        // Positions that were not stored after all: the same entries are read again.
        #expect(!log.reader.isQuiet(after: []))
        for _ in 0..<3 {
            #expect(!log.hasMore())
            try log.write(2)
            #expect(await eventually { log.hasMore() }, "no entry of \(log.written.count) was told of")
            #expect(!log.reader.isQuiet(after: log.positions))
            try log.readAll()
            #expect(log.numbers == log.written)
            #expect(log.reader.isQuiet(after: log.positions))
        }
        // The journal goes on in another file, and the old one is removed.
        try log.write(1, to: "b.journal")
        #expect(await eventually { log.hasMore() }, "the entry in the new file was not told of")
        try log.readAll()
        try log.journal.remove("a.journal")
        try log.write(1, to: "b.journal")
        #expect(await eventually { log.hasMore() }, "the entry after the old file was removed was not told of")
        try log.readAll()
        #expect(log.numbers == log.written)
        #expect(log.reader.gap == nil)
    }

    @Test func `a tail that dies is started again`() async throws {
        let log = try ReadJournal()
        let marks = log.journal.folder.file("marks")
        let reader = try fake("case \"$*\" in *--follow*) echo x >> \(marks); exit 1;; *) cat $three;; esac", log)
        let reading = try read(reader).get()
        #expect(
            await eventually {
                _ = reader.hasMore(after: reading.positions, users: [0])
                return log.journal.folder.read("marks").count >= 4
            }, "the tail was not started again")
        #expect(!reader.isQuiet(after: reading.positions))
    }
}
