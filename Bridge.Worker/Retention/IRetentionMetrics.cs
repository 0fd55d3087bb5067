namespace Bridge.Worker.Retention;

/// <summary>What this room counts: that personal data go when they have to.</summary>
internal interface IRetentionMetrics
{
    /// <summary>A turn is committed.</summary>
    /// <param name="oldest">When the oldest conversation that is not erased began; null: there is none.</param>
    void Erased(Erased erased, DateTimeOffset? oldest);
}
