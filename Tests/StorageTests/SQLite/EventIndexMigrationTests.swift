import GRDB
import Testing

@testable import Storage

struct EventIndexMigrationTests {
    @Test func `events of an older file are listed by the new index, and the step is told`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            let database = try SQLiteDatabase(path: path)
            try await database.append(
                (0..<100).map { .of("10.0.0.\($0 % 3)", $0 == 41 ? .ban : .found, at: Int64($0)) })
            try await database.write(.telemetry) { try $0.events.setLines([Array("for root".utf8)], of: 42) }
            await database.close()
            let queue = try DatabaseQueue(path: path)
            try queue.inDatabase { database in
                try database.execute(
                    sql: """
                        CREATE TABLE event_hours AS
                            SELECT number AS hour, series_number, event_count FROM event_sums
                                WHERE width = 3600 AND series_number > 0;
                        DROP TABLE event_sums;
                        DROP TABLE event_addresses;
                        DROP TABLE preferences;
                        DROP TABLE audit;
                        DROP TABLE api_tokens;
                        DROP TABLE refresh_tokens;
                        DROP TABLE task_runs;
                        DROP TABLE task_looks;
                        DROP TABLE recoveries;
                        DROP TABLE recovery_states;
                        DROP TABLE event_words;
                        DELETE FROM revisions WHERE subject = 'event-words';
                        DROP INDEX bans_by_origin;
                        ALTER TABLE bans DROP COLUMN origin_number;
                        DROP TABLE geo_cache;
                        DROP TABLE event_systems;
                        DROP TABLE event_origins;
                        DROP TABLE event_countries;
                        DROP INDEX events_by_origin;
                        ALTER TABLE events DROP COLUMN origin_number;
                        ALTER TABLE sessions DROP COLUMN is_program;
                        DROP INDEX bans_not_enforced;
                        ALTER TABLE event_details DROP COLUMN since_ms;
                        DROP INDEX events_by_key;
                        CREATE INDEX events_by_key ON events (bucket, ban_key, series_number, at_ms);
                        PRAGMA user_version = 5;
                        """)
            }
            try queue.close()
            var steps: [SchemaStep] = []
            let opened = try SQLiteDatabase(path: path) { steps.append($0) }
            #expect(steps.first == SchemaStep(number: 6, last: Migration.all.count))
            let columns = try await opened.read { transaction throws in
                try transaction.rows("PRAGMA index_info(events_by_key)") { $0.text(2) }
            }
            #expect(columns == ["bucket", "series_number", "ban_key", "at_ms"])
            let found = try await opened.events(EventQuery(filter: EventFilter(match: .text("10.0.0.1"))))
            let expected = stride(from: Int64(97), through: 1, by: -3)
            #expect(found.map(\.at) == Array(expected))
            // Lines of before are found once they were taken in; only bans have any.
            #expect(try await opened.read { try $0.events.linesBeforeIndex() } == 41)
            let outcome = try await LineFilling(opened) { _ in }.run()
            #expect(outcome.entered == 1 && outcome.isDone)
            #expect(try await opened.read { try $0.events.linesBeforeIndex() } == nil)
            let rooted = EventQuery(filter: EventFilter(lines: try LineQuery("roo")))
            #expect(try await opened.events(rooted).map(\.id) == [42])
            await opened.close()
        }
    }
}
