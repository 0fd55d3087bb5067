namespace Bridge.Worker.Centre.Embedded;

/// <summary>
/// Which sequence numbers some consumer has: everything up to <see cref="Cursor"/>, and spans past it from consumers that asked only for
/// what is new. Pure; the caller locks.
/// </summary>
internal sealed class ConsumedSpans(long cursor)
{
    /// <summary>A span is a consumer that began beyond what any other had read. Spans merge as the gaps are filled.</summary>
    private const int MaxSpans = 64;

    private readonly List<(long After, long UpTo)> _spans = [];

    /// <summary>Some consumer has every number up to this one.</summary>
    public long Cursor { get; private set; } = cursor;

    public bool Contains(long sequence) =>
        sequence <= Cursor || _spans.Exists(span => sequence > span.After && sequence <= span.UpTo);

    /// <summary>A consumer has everything up to <paramref name="sequence"/>.</summary>
    public void AddUpTo(long sequence) => Add(Cursor, sequence);

    /// <summary>A consumer has everything after <paramref name="after"/>, up to <paramref name="upTo"/> inclusive.</summary>
    public void Add(long after, long upTo)
    {
        if (upTo <= Cursor || upTo <= after) return;

        _spans.RemoveAll(span =>
        {
            var touches = span.After <= upTo && span.UpTo >= after;
            if (touches) (after, upTo) = (Math.Min(after, span.After), Math.Max(upTo, span.UpTo));
            return touches;
        });

        if (after <= Cursor) Cursor = upTo;
        else if (_spans.Count < MaxSpans) _spans.Add((after, upTo));
    }
}
