namespace Bridge.Worker.Centre.Embedded;

/// <summary>
/// Which sequence numbers some consumer already has: everything up to <see cref="Cursor"/>, and spans past it that consumers took who
/// asked only for what is new. Pure; the caller locks.
/// </summary>
internal sealed class HandedOver(long cursor)
{
    // Each span past the cursor is one consumer that began beyond what nobody had asked for; they merge as gaps are filled.
    private const int MaxSpans = 64;

    private readonly List<(long After, long UpTo)> _spans = [];

    /// <summary>Every number up to this one is handed over.</summary>
    public long Cursor { get; private set; } = cursor;

    public bool Contains(long sequence) =>
        sequence <= Cursor || _spans.Exists(span => sequence > span.After && sequence <= span.UpTo);

    /// <summary>A consumer says that it has everything up to <paramref name="sequence"/>, by resuming after it.</summary>
    public void Claim(long sequence) => Add(Cursor, sequence);

    /// <summary>A consumer has read on: all after <paramref name="after"/>, up to <paramref name="upTo"/> inclusive.</summary>
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
