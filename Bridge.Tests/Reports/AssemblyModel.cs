namespace Bridge.Tests.Reports;

/// <summary>One part of what a person wrote, as their phone numbers it.</summary>
/// <param name="Reference">The kind of its reference, whose number is always the same; null: a text on its own.</param>
/// <param name="InPayload">Whether it comes in message_payload.</param>
internal sealed record WrittenPart(string Sender, string? Reference, bool InPayload, int Total, int Number, string Says);

/// <summary>What became of one text.</summary>
internal sealed class ModelText(WrittenPart first, TimeSpan at)
{
    public string Sender { get; } = first.Sender;
    public string? Reference { get; } = first.Reference;
    public TimeSpan FirstAt { get; } = at;
    public int Total { get; } = first.Total;
    public SortedDictionary<int, string> Came { get; } = [];
    public bool Released { get; set; }

    public bool IsWhole => Came.Count == Total;

    public string Text =>
        string.Concat(
            Enumerable.Range(1, Total).Select(number => Came.TryGetValue(number, out var says) ? says : $"[{number}/{Total} missing]"));
}

/// <summary>
/// The rule of assembly as simply as it can be said, for tests to judge by: lists and no memory bounds, no store, no octets. Says of each
/// step what the centre is told.
/// </summary>
internal sealed class AssemblyModel(TimeSpan dedupeWindow, TimeSpan wait)
{
    private readonly List<ModelText> _texts = [];
    private readonly Dictionary<WrittenPart, TimeSpan> _seen = [];

    public List<(string Name, string Sender, string Text)> Told { get; } = [];

    public IReadOnlyList<ModelText> Texts => _texts;

    public void Comes(WrittenPart part, TimeSpan now)
    {
        if (_seen.TryGetValue(part, out var before) && now - before <= dedupeWindow) return;
        _seen[part] = now;

        var text = part.Reference is null
            ? null
            : _texts.LastOrDefault(text => text.Sender == part.Sender && text.Reference == part.Reference && text.Total == part.Total);
        if (text is null || text.IsWhole || text.Came.ContainsKey(part.Number))
        {
            _texts.Add(text = new(part, now));
        }

        text.Came.Add(part.Number, part.Says);
        if (text.IsWhole || text.Released) Tell(text);
    }

    /// <summary>The clock turns.</summary>
    public void Ticks(TimeSpan now)
    {
        foreach (var text in _texts.Where(text => !text.Released && now - text.FirstAt >= wait)) Tell(text);
        _texts.Any(text => !text.Released && now - text.FirstAt >= wait).ShouldBeFalse();
    }

    private void Tell(ModelText text)
    {
        Told.Add((text.Released ? "report.amended" : "report.received", text.Sender, text.Text));
        text.Released = true;
    }
}
