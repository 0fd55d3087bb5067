namespace Bridge.Worker.Retention;

/// <summary>What this room counts: whether personal data are erased in time.</summary>
internal interface IRetentionMetrics
{
    /// <summary>A turn is committed.</summary>
    /// <param name="oldest">When the oldest conversation that is not erased began. Null: there is none.</param>
    void Erased(Erased erased, DateTimeOffset? oldest);
}
