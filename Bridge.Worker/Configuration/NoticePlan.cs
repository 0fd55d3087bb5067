namespace Bridge.Worker.Configuration;

/// <summary>One automatic text.</summary>
/// <param name="Text">By language: zh-Hant, zh-Hans, en.</param>
/// <param name="After">How long nobody may have taken the report; null for every kind but unavailable.</param>
public sealed record NoticePlan(string Kind, bool Enabled, IReadOnlyDictionary<string, string> Text, TimeSpan? After)
{
    public const string Unavailable = "unavailable";
    public const string Unregistered = "unregistered";
    public const string OutsideHongKong = "outside-hong-kong";
    public const string Suspended = "suspended";
    public const string Activation = "activation";

    public const string Traditional = "zh-Hant";
    public const string Simplified = "zh-Hans";
    public const string English = "en";

    /// <summary>
    /// Instead of <see cref="Text"/> for senders in Mainland China, by language too; null for every kind but outside-hong-kong.
    /// </summary>
    public IReadOnlyDictionary<string, string>? MainlandText { get; init; }
}
