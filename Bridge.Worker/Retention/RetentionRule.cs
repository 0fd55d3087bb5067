using Bridge.Worker.Configuration;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;

namespace Bridge.Worker.Retention;

/// <summary>Rows that one turn erased, by what they were.</summary>
internal readonly record struct Erased(int Conversations, int Texts, int Events, int Replies, int Records)
{
    /// <summary>The turn was full: there may be more.</summary>
    public bool More { get; init; }

    public int Total => Conversations + Texts + Events + Replies + Records;
}

/// <summary>
/// Personal data go when they are as old as Retention (PDPO; contract §2). A conversation goes whole and never in part, so that the first
/// text is not taken out of a thread that still lives: its age is that of its newest activity. On the writer's thread.
/// </summary>
internal sealed class RetentionRule(BridgePlan plan, IntakeMemory memory)
{
    /// <summary>Rows in one transaction: a flood's texts share it, and must not wait for a month's erasing.</summary>
    public const int AtMost = 100;

    /// <summary>Often enough that nothing outlives a short Retention by much, and never more than once a second.</summary>
    public static TimeSpan Tick(TimeSpan retention) =>
        TimeSpan.FromSeconds(Math.Clamp(retention.TotalSeconds / 10, 1, 60));

    /// <summary>Erases what has become due, <see cref="AtMost"/> rows of it.</summary>
    public Erased Erase(StoreTransaction transaction)
    {
        var turn = new Turn(transaction, transaction.Now - plan.Retention);
        HashSet<long> gone = [];
        foreach (var (row, id) in transaction.Retention.Due(transaction.Now - plan.Retention, AtMost))
        {
            if (!turn.EraseConversation(row, id)) break;
            gone.Add(row);
        }

        turn.EraseWhatBelongsToNone();
        turn.EraseEvents(plan.Bus.Kind);
        if (gone.Count > 0)
        {
            memory.Change(transaction);
            memory.Erased(gone);
        }

        return turn.Done;
    }

    /// <summary>Once nothing more is due.</summary>
    public static void Finish(StoreTransaction transaction) => transaction.PersonalIndexes.Rebuild();

    private sealed class Turn(StoreTransaction transaction, DateTimeOffset before)
    {
        private Erased _done;

        public Erased Done => _done with { More = _done.More || Left == 0 };

        private int Left => Math.Max(0, AtMost - _done.Total);

        /// <summary>False when the turn is full before the conversation is gone; the next turn goes on with it.</summary>
        public bool EraseConversation(long row, string id)
        {
            var table = transaction.Retention;
            _done = _done with { Texts = _done.Texts + table.EraseParts(row, Left) };
            _done = _done with { Texts = _done.Texts + table.EraseReports(row, Left) };
            _done = _done with { Records = _done.Records + table.EraseRecords(row, Left) };
            _done = _done with { Replies = _done.Replies + table.EraseReplies(row, Left) };
            _done = _done with { Events = _done.Events + transaction.EventRetention.EraseKept(id, Left) };
            if (Left == 0) return false;
            table.EraseConversation(row, transaction.Now);
            _done = _done with { Conversations = _done.Conversations + 1 };
            return true;
        }

        public void EraseWhatBelongsToNone()
        {
            var table = transaction.Retention;
            _done = _done with { Records = _done.Records + table.EraseRecordsAlone(before, Left) };
            _done = _done with { Replies = _done.Replies + table.EraseRepliesAlone(before, Left) };
            _done = _done with { Records = _done.Records + table.EraseUnmatchedReceipts(before, Left) };
        }

        /// <summary>Last: by then the conversations that are due are gone, if the turn had room for all of them.</summary>
        public void EraseEvents(string bus)
        {
            var (erased, more) = transaction.EventRetention.EraseOld(before, bus, Left);
            _done = _done with { Events = _done.Events + erased, More = more };
        }
    }
}
