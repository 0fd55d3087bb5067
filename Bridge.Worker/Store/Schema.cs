using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// The tables, and the steps from one version to the next. <c>docs/store.md</c> describes every column: change both together. Step N of
/// <see cref="Steps"/> takes a store from version N to N + 1; steps are only ever added.
/// </summary>
internal static class Schema
{
    public static int Version => Steps.Length;

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE conversations (
            row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sender TEXT NOT NULL, operator TEXT NOT NULL,
            address TEXT NOT NULL, ton INTEGER NOT NULL, npi INTEGER NOT NULL, msisdn TEXT,
            opened_at INTEGER NOT NULL, last_at INTEGER NOT NULL, closed_at INTEGER) STRICT;
        CREATE INDEX conversations_by_sender ON conversations (sender, row);

        CREATE TABLE reports (
            row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, conversation INTEGER NOT NULL REFERENCES conversations (row),
            operator TEXT NOT NULL, link TEXT NOT NULL, received_at INTEGER NOT NULL, last_part_at INTEGER NOT NULL, text_key INTEGER,
            reference_kind INTEGER, reference INTEGER, total INTEGER NOT NULL, released_at INTEGER, complete INTEGER NOT NULL, resend_of TEXT,
            copies INTEGER NOT NULL, copies_told INTEGER NOT NULL, overdue INTEGER NOT NULL, text TEXT, taken_at INTEGER, confirmed_at INTEGER) STRICT;
        CREATE INDEX reports_by_text ON reports (conversation, text_key);
        CREATE INDEX reports_unconfirmed ON reports (received_at) WHERE confirmed_at IS NULL;
        CREATE INDEX reports_watched ON reports (overdue, received_at) WHERE confirmed_at IS NULL AND overdue < 3;
        CREATE INDEX reports_open ON reports (row) WHERE complete = 0;

        CREATE TABLE parts (
            report INTEGER NOT NULL REFERENCES reports (row), number INTEGER NOT NULL, link TEXT NOT NULL, received_at INTEGER NOT NULL,
            fingerprint BLOB NOT NULL, copies INTEGER NOT NULL, pdu BLOB NOT NULL,
            PRIMARY KEY (report, number)) STRICT, WITHOUT ROWID;

        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, operator TEXT, conversation_id TEXT,
            at INTEGER NOT NULL, read_at INTEGER, json BLOB NOT NULL) STRICT;
        CREATE TABLE cursors (bus TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE commands (id TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE replies (
            row INTEGER PRIMARY KEY, command_id TEXT NOT NULL UNIQUE, report TEXT, conversation INTEGER, operator TEXT NOT NULL,
            address TEXT NOT NULL, ton INTEGER NOT NULL, npi INTEGER NOT NULL, kind TEXT NOT NULL, confirms_up_to INTEGER, created_at INTEGER NOT NULL,
            valid_until INTEGER NOT NULL, accepted_at INTEGER, ended_at INTEGER, outcome TEXT) STRICT;
        CREATE INDEX replies_open ON replies (row) WHERE ended_at IS NULL;
        CREATE INDEX replies_by_conversation ON replies (conversation) WHERE conversation IS NOT NULL;
        CREATE TABLE reply_parts (
            reply INTEGER NOT NULL REFERENCES replies (row), number INTEGER NOT NULL, data_coding INTEGER NOT NULL, user_data BLOB NOT NULL,
            has_udh INTEGER NOT NULL, sar_reference INTEGER, sar_total INTEGER, as_payload INTEGER NOT NULL,
            message_id TEXT, message_key TEXT, accepted_at INTEGER, state INTEGER, state_at INTEGER,
            PRIMARY KEY (reply, number)) STRICT, WITHOUT ROWID;
        CREATE INDEX reply_parts_by_message ON reply_parts (message_key, reply) WHERE message_key IS NOT NULL;
        CREATE TABLE unmatched_receipts (
            row INTEGER PRIMARY KEY, operator TEXT NOT NULL, message_key TEXT NOT NULL, at INTEGER NOT NULL, pdu BLOB NOT NULL) STRICT;
        CREATE INDEX unmatched_receipts_by_message ON unmatched_receipts (message_key, operator);
        """,
        """
        ALTER TABLE replies ADD COLUMN sender TEXT;
        ALTER TABLE replies ADD COLUMN notice TEXT;
        ALTER TABLE replies ADD COLUMN language TEXT;
        ALTER TABLE replies ADD COLUMN registration INTEGER;
        """,
    ];

    /// <summary>Takes the store to today's version in one transaction. A store from a newer bridge is refused, never guessed at.</summary>
    /// <exception cref="StoreUnusableException">The store's version is newer than this bridge knows.</exception>
    public static void Migrate(SqliteConnection connection)
    {
        using var begin = new Statement(connection, "BEGIN IMMEDIATE");
        begin.Run();
        var found = ReadVersion(connection);
        if (found > Version)
        {
            Execute(connection, "ROLLBACK");
            throw new StoreUnusableException($"the store has version {found}, this bridge knows versions up to {Version}: run the newer bridge");
        }

        for (var version = found; version < Version; version++) Execute(connection, Steps[version]);
        Execute(connection, $"PRAGMA user_version = {Version}");
        Execute(connection, "COMMIT");
    }

    private static int ReadVersion(SqliteConnection connection)
    {
        using var statement = new Statement(connection, "PRAGMA user_version");
        statement.Step();
        return statement.Int(0);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>The store cannot be used as it is; restarting alone does not cure it.</summary>
public sealed class StoreUnusableException(string message) : Exception(message);
