extension Migration {
    /// Accounts, sessions, settings, the mirror of bans in force, operations.
    static let first = Migration(number: 1, sql: [accounts, bans, operations].joined(separator: "\n"))

    private static let accounts = """
        CREATE TABLE users (
            user_id INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
            password_hash TEXT NOT NULL,
            is_administrator INTEGER NOT NULL CHECK (is_administrator IN (0, 1)),
            is_disabled INTEGER NOT NULL DEFAULT 0 CHECK (is_disabled IN (0, 1)),
            created_at INTEGER NOT NULL,
            password_changed_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE profiles (
            user_id INTEGER PRIMARY KEY REFERENCES users (user_id) ON DELETE CASCADE,
            display_name TEXT NOT NULL
        ) STRICT;

        CREATE TABLE sessions (
            session_id INTEGER PRIMARY KEY,
            token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
            user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            last_seen_at INTEGER NOT NULL,
            address TEXT NOT NULL,
            user_agent TEXT NOT NULL
        ) STRICT;
        CREATE INDEX sessions_of_user ON sessions (user_id, last_seen_at);
        CREATE INDEX sessions_by_expiry ON sessions (expires_at);

        CREATE TABLE settings (
            setting_key TEXT PRIMARY KEY NOT NULL CHECK (setting_key <> ''),
            setting_value TEXT NOT NULL,
            changed_at INTEGER NOT NULL,
            changed_by INTEGER REFERENCES users (user_id) ON DELETE SET NULL
        ) STRICT;
        CREATE INDEX settings_by_changer ON settings (changed_by);
        """

    /// `ban_jails` keeps the number of bans of each jail, so that no list has to count. The `_key` columns are what the
    /// lists are sorted by, never null: see `BanOrder`. SQLite ends each entry of an index with the row's number, here
    /// `ban_number`.
    private static let bans = """
        CREATE TABLE hosts (
            host TEXT PRIMARY KEY NOT NULL CHECK (host <> ''),
            label TEXT
        ) STRICT;
        INSERT INTO hosts (host) VALUES ('local');

        CREATE TABLE ban_jails (
            jail_number INTEGER PRIMARY KEY,
            host TEXT NOT NULL REFERENCES hosts (host),
            jail TEXT NOT NULL,
            ban_total INTEGER NOT NULL DEFAULT 0 CHECK (ban_total >= 0),
            UNIQUE (host, jail)
        ) STRICT;

        CREATE TABLE bans (
            ban_number INTEGER PRIMARY KEY,
            jail_number INTEGER NOT NULL REFERENCES ban_jails (jail_number),
            ban_id TEXT NOT NULL,
            first_address BLOB CHECK (length(first_address) = 16),
            last_address BLOB CHECK (length(last_address) = 16),
            banned_at INTEGER,
            ends_at INTEGER,
            is_permanent INTEGER NOT NULL CHECK (is_permanent IN (0, 1)),
            ban_count INTEGER,
            is_enforced INTEGER NOT NULL CHECK (is_enforced IN (0, 1)),
            note TEXT,
            banned_key INTEGER NOT NULL,
            address_key BLOB NOT NULL CHECK (length(address_key) IN (16, 17)),
            ends_key INTEGER NOT NULL,
            CHECK ((first_address IS NULL) = (last_address IS NULL)),
            CHECK (first_address <= last_address),
            CHECK (is_permanent = 0 OR ends_at IS NULL),
            UNIQUE (jail_number, ban_id)
        ) STRICT;
        CREATE INDEX bans_by_time ON bans (jail_number, banned_key);
        CREATE INDEX bans_by_address ON bans (jail_number, address_key);
        CREATE INDEX bans_by_end ON bans (jail_number, ends_key);
        CREATE INDEX bans_networks ON bans (jail_number, first_address, last_address)
            WHERE first_address <> last_address;

        CREATE TABLE planned_ends (
            host TEXT NOT NULL,
            jail TEXT NOT NULL,
            ban_id TEXT NOT NULL,
            ends_at INTEGER,
            operation_id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (host, jail, ban_id)
        ) STRICT;
        CREATE INDEX planned_ends_due ON planned_ends (ends_at) WHERE ends_at IS NOT NULL;

        CREATE TABLE revisions (
            subject TEXT NOT NULL PRIMARY KEY,
            revision INTEGER NOT NULL
        ) STRICT;
        """

    private static let operations = """
        CREATE TABLE operations (
            operation_number INTEGER PRIMARY KEY,
            operation_id TEXT NOT NULL UNIQUE CHECK (operation_id <> ''),
            kind TEXT NOT NULL,
            actor_id INTEGER REFERENCES users (user_id) ON DELETE SET NULL,
            actor_name TEXT NOT NULL,
            origin TEXT NOT NULL,
            address TEXT,
            done_at INTEGER NOT NULL,
            reason TEXT,
            duration INTEGER,
            undo_until INTEGER,
            undone_by TEXT,
            confirm_by INTEGER,
            confirmed_at INTEGER
        ) STRICT;
        CREATE INDEX operations_by_time ON operations (done_at, operation_number);
        CREATE INDEX operations_by_actor ON operations (actor_id);
        CREATE INDEX operations_unconfirmed ON operations (confirm_by)
            WHERE confirm_by IS NOT NULL AND confirmed_at IS NULL AND undone_by IS NULL;

        CREATE TABLE operation_items (
            operation_number INTEGER NOT NULL REFERENCES operations (operation_number) ON DELETE CASCADE,
            item_number INTEGER NOT NULL,
            host TEXT NOT NULL,
            jail TEXT NOT NULL,
            ban_id TEXT NOT NULL,
            result TEXT NOT NULL,
            detail TEXT,
            previous_banned_at INTEGER,
            previous_ends_at INTEGER,
            previous_permanent INTEGER NOT NULL CHECK (previous_permanent IN (0, 1)),
            previous_planned_end INTEGER,
            PRIMARY KEY (operation_number, item_number)
        ) STRICT;
        CREATE INDEX operation_items_of_ban ON operation_items (host, ban_id, operation_number);
        """
}
