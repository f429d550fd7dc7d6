extension Migration {
    /// Runs of background tasks, and when each was last looked at.
    static let taskRuns = Migration(
        number: 13,
        sql: """
            CREATE TABLE task_runs (
                run_id INTEGER PRIMARY KEY AUTOINCREMENT,
                task TEXT NOT NULL CHECK (task <> ''),
                server TEXT NOT NULL,
                cause TEXT NOT NULL,
                actor_id INTEGER REFERENCES users (user_id) ON DELETE SET NULL,
                actor_name TEXT,
                asked_at INTEGER,
                began_at INTEGER,
                ended_at INTEGER,
                milliseconds INTEGER,
                result TEXT NOT NULL,
                what TEXT,
                error TEXT
            ) STRICT;
            CREATE INDEX task_runs_of_task ON task_runs (task, run_id);
            CREATE INDEX task_runs_open ON task_runs (run_id) WHERE result IN ('asked', 'running');

            CREATE TABLE task_looks (
                task TEXT NOT NULL CHECK (task <> ''),
                server TEXT NOT NULL,
                looked_at INTEGER NOT NULL,
                milliseconds INTEGER NOT NULL,
                what TEXT,
                PRIMARY KEY (task, server)
            ) STRICT, WITHOUT ROWID;
            """)
}
