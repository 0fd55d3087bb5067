using Bridge.Worker.Store;

namespace Bridge.Worker.Retention;

/// <summary>What a command did to a hold.</summary>
internal enum HoldResult
{
    Done,

    /// <summary>Nothing was to be done: it is held under this id already, or is not held.</summary>
    Unchanged,

    /// <summary>Neither a conversation nor a report has this id.</summary>
    Unknown,

    /// <summary>It was erased with age before.</summary>
    Erased,
}

/// <summary>
/// Legal holds: what is needed for an investigation outlives Retention until the hold is removed. A hold of a report keeps its whole
/// conversation, which is never erased in part. Each act is in the evidence: which id, by whom and why, never any content.
/// </summary>
internal sealed class LegalHolds(StoreWriter store)
{
    public Task<HoldResult> AddAsync(string target, string? by, string? reason, CancellationToken cancel) =>
        store.RunAsync(
            transaction =>
            {
                if (transaction.Conversations.ByIdOrReport(target) is not { } conversation) return HoldResult.Unknown;
                if (conversation.IsErased) return HoldResult.Erased;
                if (transaction.Holds.IsHeld(target)) return HoldResult.Unchanged;
                transaction.Holds.Add(conversation.Row, target, by, reason, transaction.Now);
                transaction.Records.Act("hold.add", target, by, reason, transaction.Now, conversation.Row);
                return HoldResult.Done;
            },
            cancel);

    public Task<HoldResult> RemoveAsync(string target, string? by, string? reason, CancellationToken cancel) =>
        store.RunAsync(
            transaction =>
            {
                if (transaction.Conversations.ByIdOrReport(target) is null) return HoldResult.Unknown;
                if (transaction.Holds.Remove(target, by, transaction.Now) is not { } conversation) return HoldResult.Unchanged;
                transaction.Records.Act("hold.remove", target, by, reason, transaction.Now, conversation);
                return HoldResult.Done;
            },
            cancel);

    public Task<IReadOnlyList<Hold>> ListAsync(CancellationToken cancel) =>
        store.RunAsync(transaction => transaction.Holds.Active(), cancel);
}
