import Storage
import Testing

@Suite struct TaskRunsTests {
    private static func run(_ result: TaskRunRecord.Result, ended: Int64? = nil) -> TaskRunRecord {
        run("a", result, ended: ended)
    }

    private static func run(_ task: String, _ result: TaskRunRecord.Result, ended: Int64? = nil) -> TaskRunRecord {
        TaskRunRecord(task: task, server: "one", cause: "schedule", beganAt: 10, endedAt: ended, result: result)
    }

    @Test func `a run is asked for, begun once and ended once`() async throws {
        try await withDatabase { database in
            try await database.write(.telemetry) { transaction in
                let runs = transaction.taskRuns
                var asked = TaskRunRecord(
                    task: "a", cause: "person", actorName: "ada", askedAt: 9, result: .asked)
                asked.id = try runs.insert(asked)
                #expect(try runs.open() == [asked])
                #expect(try runs.begin(id: asked.id, server: "one", at: 10))
                #expect(try !runs.begin(id: asked.id, server: "two", at: 11))
                #expect(try runs.open().map(\.server) == ["one"])
                #expect(try runs.end(id: asked.id, .done, at: 12, milliseconds: 2000, what: "It.", error: nil))
                #expect(try !runs.end(id: asked.id, .failed, at: 13, milliseconds: 1, what: nil, error: "Late."))
                (asked.server, asked.beganAt, asked.endedAt, asked.milliseconds) = ("one", 10, 12, 2000)
                (asked.result, asked.what) = (.done, "It.")
                #expect(try runs.find(id: asked.id) == asked)
                #expect(try runs.open().isEmpty)
            }
        }
    }

    @Test func `what was taken for interrupted stays so`() async throws {
        try await withDatabase { database in
            try await database.write(.telemetry) { transaction in
                let runs = transaction.taskRuns
                let id = try runs.insert(Self.run(.running))
                try runs.interrupt(id: id, at: 20, error: "Gone.")
                #expect(try !runs.end(id: id, .done, at: 21, milliseconds: 1, what: nil, error: nil))
                let found = try #require(try runs.find(id: id))
                #expect(found.result == .interrupted && found.endedAt == 20 && found.error == "Gone.")
                try runs.interrupt(id: id, at: 30, error: "Again.")
                #expect(try runs.find(id: id) == found)
            }
        }
    }

    @Test func `the last of each result and pages are found, of one task alone`() async throws {
        try await withDatabase { database in
            try await database.write(.telemetry) { transaction in
                let runs = transaction.taskRuns
                let marks = try [
                    Self.run(.done, ended: 11), Self.run("b", .done, ended: 12), Self.run(.failed, ended: 13),
                    Self.run(.running),
                ].map { run in
                    _ = try runs.insert(run)
                    return try runs.mark()
                }
                #expect(Set(marks).count == 4)
                #expect(try runs.last(of: "a", [.done, .nothing])?.endedAt == 11)
                #expect(try runs.last(of: "a", [.done, .failed])?.endedAt == 13)
                #expect(try runs.last(of: "c", [.done]) == nil)
                #expect(try runs.page(of: "a", before: nil, limit: 2).map(\.result) == [.running, .failed])
                let next = try runs.page(of: "a", before: nil, limit: 2).last?.id
                #expect(try runs.page(of: "a", before: next, limit: 2).map(\.result) == [.done])
            }
        }
    }

    @Test func `pruning leaves the latest, what is young enough and what is not over`() async throws {
        try await withDatabase { database in
            try await database.write(.telemetry) { transaction in
                let runs = transaction.taskRuns
                _ = try runs.insert(Self.run(.running))
                for ended in Int64(1)...10 { _ = try runs.insert(Self.run(.done, ended: ended)) }
                _ = try runs.insert(Self.run("b", .done, ended: 1))
                #expect(try runs.prune("a", keeping: 100, since: 4) == 3)
                #expect(try runs.prune("a", keeping: 5, since: 0) == 2)
                #expect(try runs.page(of: "a", before: nil, limit: 50).map(\.endedAt) == [10, 9, 8, 7, 6, nil])
                #expect(try runs.page(of: "b", before: nil, limit: 50).count == 1)
                let last = try #require(try runs.last(of: "a", [.done]))
                try runs.forget(id: last.id)
                // A number is never given again.
                #expect(try runs.insert(Self.run(.done)) > last.id + 1)
            }
        }
    }

    @Test func `of looks the last of each server stands, and those of servers that are gone go`() async throws {
        try await withDatabase { database in
            try await database.write(.telemetry) { transaction in
                let runs = transaction.taskRuns
                try runs.note([
                    TaskLook(task: "a", server: "one", at: 10, milliseconds: 1, what: "It."),
                    TaskLook(task: "a", server: "two", at: 11, milliseconds: 1),
                ])
                try runs.note([TaskLook(task: "a", server: "one", at: 12, milliseconds: 2)])
                #expect(
                    try runs.looks() == [
                        TaskLook(task: "a", server: "one", at: 12, milliseconds: 2),
                        TaskLook(task: "a", server: "two", at: 11, milliseconds: 1),
                    ])
                try runs.forgetLooks(before: 12)
                #expect(try runs.looks().map(\.server) == ["one"])
            }
        }
    }

    @Test func `an account that goes leaves the runs that it asked for, with its name`() async throws {
        try await withDatabase { database in
            try await database.write(.telemetry) { transaction in
                let user = try transaction.users.insert(
                    name: "ada", nameKey: "ada", passwordHash: "x", isAdministrator: true, at: 1)
                let id = try transaction.taskRuns.insert(
                    TaskRunRecord(task: "a", cause: "person", actorID: user.id, actorName: "ada", result: .done))
                _ = try transaction.users.delete(id: user.id)
                let run = try transaction.taskRuns.find(id: id)
                #expect(run?.actorID == nil && run?.actorName == "ada")
            }
        }
    }

    @Test func `statistics are counted of what changed much, and of what is named`() async throws {
        try await withDatabase([.postgreSQL]) { database in
            #expect(try await database.refreshStatistics(of: ["bans", "no such table; DROP TABLE bans"]) == ["bans"])
            try await database.write(.telemetry) { transaction in
                for number in Int64(0)..<3000 {
                    _ = try transaction.taskRuns.insert(Self.run(.done, ended: number))
                }
            }
            #expect(try await database.refreshStatistics(of: ["task_runs"]).contains("task_runs"))
            let counted = try await database.read { transaction in
                try transaction.first("SELECT CAST(reltuples AS bigint) FROM pg_class WHERE relname = 'task_runs'") {
                    $0.integer(0)
                }
            }
            #expect(counted == 3000)
        }
    }

    @Test func `SQLite counts what it was asked about, and tells of it once`() async throws {
        try await withDatabase([.sqlite]) { database in
            try await database.write(.telemetry) { transaction in
                for number in Int64(0)..<3000 { _ = try transaction.taskRuns.insert(Self.run(.done, ended: number)) }
                _ = try transaction.taskRuns.page(of: "a", before: nil, limit: 5)
            }
            #expect(try await database.refreshStatistics(of: []) == ["task_runs"])
            #expect(try await database.refreshStatistics(of: []) == [])
            #expect(try await database.read { try $0.taskRuns.page(of: "a", before: nil, limit: 5).count } == 5)
        }
    }
}
