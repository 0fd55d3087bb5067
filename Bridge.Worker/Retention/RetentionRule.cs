using Bridge.Worker.Configuration;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;

namespace Bridge.Worker.Retention;

/// <summary>How many rows one turn erased, by what they were.</summary>
internal readonly record struct Erased(int Conversations, int Texts, int Events, int Replies, int Records)
{
    /// <summary>The turn was full: there may be more.</summary>
    public bool More { get; init; }

    public int Total => Conversations + Texts + Events + Replies + Records;
}

/// <summary>
/// Erases personal data that are older than Retention (PDPO; contract §2). A conversation is erased whole, and its age is that of its
/// newest activity: the first text is not taken out of a conversation that goes on. On the writer's thread.
/// </summary>
internal sealed class RetentionRule(BridgePlan plan, IntakeMemory memory)
{
    /// <summary>Rows that one turn erases at most. A flood's texts share its transaction and must not wait for a month's erasing.</summary>
    public const int MaxRows = 100;

    /// <summary>How often to look: a tenth of Retention, from 1 s to 60 s, so that nothing outlives a short one by much.</summary>
    public static TimeSpan Interval(TimeSpan retention) =>
        TimeSpan.FromSeconds(Math.Clamp(retention.TotalSeconds / 10, 1, 60));

    /// <summary>Erases what has become due, <see cref="MaxRows"/> rows at most.</summary>
    public Erased Erase(StoreTransaction transaction)
    {
        var turn = new Turn(transaction, transaction.Now - plan.Retention);
        HashSet<long> erased = [];
        foreach (var (row, id) in transaction.Retention.Due(transaction.Now - plan.Retention, MaxRows))
        {
            if (!turn.EraseConversation(row, id)) break;
            erased.Add(row);
        }

        turn.EraseWithoutConversation();
        turn.EraseEvents(plan.Bus.Kind);
        if (erased.Count > 0)
        {
            memory.ReloadOnRollback(transaction);
            memory.ForgetConversations(erased);
        }

        return turn.Done;
    }

    /// <summary>To be called once nothing more is due: see <see cref="Store.Sqlite.PersonalIndexes"/>.</summary>
    public static void Finish(StoreTransaction transaction) => transaction.PersonalIndexes.Rebuild();

    private sealed class Turn(StoreTransaction transaction, DateTimeOffset before)
    {
        private Erased _done;

        public Erased Done => _done with { More = _done.More || Left == 0 };

        private int Left => Math.Max(0, MaxRows - _done.Total);

        /// <returns>False: the turn was full before the conversation was erased; the next turn goes on with it.</returns>
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

        public void EraseWithoutConversation()
        {
            var table = transaction.Retention;
            _done = _done with { Records = _done.Records + table.EraseRecordsAlone(before, Left) };
            _done = _done with { Replies = _done.Replies + table.EraseRepliesAlone(before, Left) };
            _done = _done with { Records = _done.Records + table.EraseUnmatchedReceipts(before, Left) };
        }

        /// <summary>To be called last: the conversations that are due are erased by then, if the turn had room for them.</summary>
        public void EraseEvents(string bus)
        {
            var (erased, more) = transaction.EventRetention.EraseOld(before, bus, Left);
            _done = _done with { Events = _done.Events + erased, More = more };
        }
    }
}
