using System.Globalization;

namespace Bridge.Worker.Store.Sqlite;

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
            reference_kind INTEGER, reference INTEGER, total INTEGER NOT NULL, released_at INTEGER, complete INTEGER NOT NULL,
            resend_of TEXT,
            copies INTEGER NOT NULL, copies_told INTEGER NOT NULL, overdue INTEGER NOT NULL, text TEXT, taken_at INTEGER,
            confirmed_at INTEGER) STRICT;
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
            address TEXT NOT NULL, ton INTEGER NOT NULL, npi INTEGER NOT NULL, kind TEXT NOT NULL, confirms_up_to INTEGER,
            created_at INTEGER NOT NULL, valid_until INTEGER NOT NULL, accepted_at INTEGER, ended_at INTEGER, outcome TEXT) STRICT;
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
        """
        ALTER TABLE reports ADD COLUMN test INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE reports ADD COLUMN watched_from INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE reports ADD COLUMN event INTEGER;
        UPDATE reports SET watched_from = received_at, overdue = (1 << overdue) - 1, event = iif(released_at IS NULL, NULL, row);
        DROP INDEX reports_unconfirmed;
        DROP INDEX reports_watched;
        CREATE INDEX reports_unconfirmed ON reports (watched_from) WHERE confirmed_at IS NULL AND test = 0;
        CREATE INDEX reports_watched ON reports (overdue, watched_from) WHERE confirmed_at IS NULL AND overdue < 7;
        CREATE INDEX reports_proving ON reports (operator, event) WHERE test = 1;
        CREATE INDEX replies_by_sender ON replies (sender, operator, ended_at) WHERE sender IS NOT NULL;
        CREATE TABLE life (node TEXT PRIMARY KEY, wall INTEGER NOT NULL, steady INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE outages (
            cause TEXT NOT NULL, operator TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (cause, operator)) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE registrations (
            row INTEGER PRIMARY KEY, msisdn TEXT NOT NULL, operator TEXT NOT NULL, name TEXT, address TEXT, language TEXT NOT NULL,
            contacts TEXT NOT NULL, created_at INTEGER NOT NULL, due_at INTEGER NOT NULL, queued_at INTEGER, texted_at INTEGER,
            activated_at INTEGER, failed_at INTEGER, closed_at INTEGER) STRICT;
        CREATE UNIQUE INDEX registrations_current ON registrations (msisdn) WHERE closed_at IS NULL;
        CREATE INDEX registrations_to_text ON registrations (operator, row)
            WHERE queued_at IS NULL AND activated_at IS NULL AND failed_at IS NULL AND closed_at IS NULL;
        CREATE INDEX registrations_due ON registrations (due_at) WHERE activated_at IS NULL AND failed_at IS NULL AND closed_at IS NULL;
        CREATE INDEX registrations_closed ON registrations (closed_at) WHERE closed_at IS NOT NULL AND msisdn <> '';
        ALTER TABLE reports ADD COLUMN registration INTEGER REFERENCES registrations (row);
        ALTER TABLE reports ADD COLUMN replies_to_activation INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX replies_taken_by_sender ON replies (sender, accepted_at) WHERE accepted_at IS NOT NULL;
        CREATE INDEX replies_open_by_registration ON replies (registration) WHERE registration IS NOT NULL AND ended_at IS NULL;
        CREATE INDEX replies_activation_waiting ON replies (operator)
            WHERE kind = 'Activation' AND accepted_at IS NULL AND ended_at IS NULL;
        """,
        """
        ALTER TABLE reports ADD COLUMN notice_due INTEGER;
        CREATE INDEX reports_by_notice ON reports (notice_due) WHERE notice_due IS NOT NULL;
        CREATE INDEX replies_notices ON replies (sender) WHERE kind = 'Notice';
        CREATE TABLE suspensions (operator TEXT PRIMARY KEY, since INTEGER) STRICT, WITHOUT ROWID;
        """,

        // Records of what happened: the chain over them, what only they keep, holds, and what the statistics need once texts are erased.
        """
        ALTER TABLE parts ADD COLUMN position INTEGER;
        ALTER TABLE parts ADD COLUMN salt BLOB;
        ALTER TABLE parts ADD COLUMN erased INTEGER;
        ALTER TABLE events ADD COLUMN position INTEGER;
        ALTER TABLE events ADD COLUMN salt BLOB;
        ALTER TABLE events ADD COLUMN erased INTEGER;
        CREATE TABLE events_kept (
            conversation_id TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (conversation_id, sequence)) STRICT, WITHOUT ROWID;

        CREATE TABLE records (
            position INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, conversation INTEGER, reply INTEGER, number INTEGER,
            operator TEXT, message_key TEXT, salt BLOB, erased INTEGER, body BLOB) STRICT;
        CREATE INDEX records_by_conversation ON records (conversation) WHERE conversation IS NOT NULL;
        CREATE INDEX records_alone ON records (at) WHERE conversation IS NULL AND salt IS NOT NULL;
        CREATE INDEX records_unmatched ON records (message_key, operator) WHERE kind = 'receipt' AND reply IS NULL;
        CREATE INDEX records_handovers ON records (number) WHERE kind = 'handover';
        CREATE TABLE evidence (first INTEGER PRIMARY KEY, at INTEGER NOT NULL, entries BLOB NOT NULL, link BLOB NOT NULL) STRICT;

        CREATE TABLE holds (
            row INTEGER PRIMARY KEY, conversation INTEGER NOT NULL REFERENCES conversations (row), target TEXT NOT NULL,
            added_at INTEGER NOT NULL, added_by TEXT, reason TEXT, removed_at INTEGER, removed_by TEXT) STRICT;
        CREATE INDEX holds_active ON holds (conversation) WHERE removed_at IS NULL;

        ALTER TABLE conversations ADD COLUMN erased_at INTEGER;
        CREATE INDEX conversations_kept ON conversations (opened_at) WHERE erased_at IS NULL;
        DROP INDEX conversations_by_sender;
        CREATE INDEX conversations_by_sender ON conversations (sender, row) WHERE erased_at IS NULL;
        CREATE INDEX replies_alone ON replies (created_at) WHERE conversation IS NULL AND address <> '';
        CREATE INDEX unmatched_receipts_by_age ON unmatched_receipts (at);
        ALTER TABLE reports ADD COLUMN language TEXT;
        DROP INDEX replies_taken_by_sender;
        CREATE INDEX replies_taken_by_sender ON replies (sender, accepted_at) WHERE accepted_at IS NOT NULL AND sender IS NOT NULL;
        DROP INDEX replies_notices;
        CREATE INDEX replies_notices ON replies (sender) WHERE kind = 'Notice' AND sender IS NOT NULL;
        """,
        """
        ALTER TABLE conversations ADD COLUMN previous TEXT;
        DROP INDEX reports_by_text;
        CREATE INDEX reports_by_text ON reports (text_key, row) WHERE text_key IS NOT NULL;

        ALTER TABLE replies ADD COLUMN home TEXT;
        ALTER TABLE replies ADD COLUMN told TEXT;
        ALTER TABLE replies ADD COLUMN not_before INTEGER;
        CREATE INDEX replies_awaiting ON replies (valid_until) WHERE ended_at IS NULL AND accepted_at IS NOT NULL;
        CREATE INDEX replies_untold ON replies (created_at) WHERE ended_at IS NULL AND told IS NULL;
        CREATE TABLE submits (
            row INTEGER PRIMARY KEY, reply INTEGER NOT NULL REFERENCES replies (row) ON DELETE CASCADE, number INTEGER NOT NULL,
            operator TEXT NOT NULL, submitted_at INTEGER NOT NULL, answered_at INTEGER, message_id TEXT, message_key TEXT,
            state INTEGER, state_at INTEGER, error_type INTEGER, error_code INTEGER) STRICT;
        CREATE INDEX submits_by_part ON submits (reply, number);
        CREATE INDEX submits_by_message ON submits (message_key, operator, row) WHERE message_key IS NOT NULL;
        INSERT INTO submits (reply, number, operator, submitted_at, answered_at, message_id, message_key, state, state_at)
            SELECT p.reply, p.number, r.operator, p.accepted_at, p.accepted_at, p.message_id, p.message_key, p.state, p.state_at
            FROM reply_parts p JOIN replies r ON r.row = p.reply WHERE p.accepted_at IS NOT NULL ORDER BY p.reply, p.number;
        DROP INDEX reply_parts_by_message;
        ALTER TABLE reply_parts DROP COLUMN message_key;
        """,

        // Confirming, erasing and exporting go by the conversation.
        "CREATE INDEX reports_by_conversation ON reports (conversation);",

        // The words of a reply as the centre wrote them: nothing of ours is read back from its parts.
        "ALTER TABLE replies ADD COLUMN text TEXT;",
    ];

    /// <summary>Takes the store to today's version in one transaction. A store from a newer bridge is refused, never guessed at.</summary>
    /// <exception cref="StoreUnusableException">The store's version is newer than this bridge knows.</exception>
    public static void Migrate(StoreConnection connection)
    {
        connection.Begin();
        var found = int.Parse(connection.Ask("PRAGMA user_version")!, CultureInfo.InvariantCulture);
        if (found > Version)
        {
            connection.Rollback();
            throw new StoreUnusableException(
                $"the store has version {found}, this bridge knows versions up to {Version}: run the newer bridge");
        }

        for (var version = found; version < Version; version++) connection.Execute(Steps[version]);
        connection.Execute($"PRAGMA user_version = {Version}");
        connection.Commit();
    }
}
