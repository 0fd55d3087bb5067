using System.Text.Json;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Evidence;

/// <summary>The first thing that does not hold.</summary>
/// <param name="Position">In the chain; 0 when it has none.</param>
internal sealed record EvidenceBreak(long Position, string What);

/// <param name="Positions">That were gone over.</param>
/// <param name="Link">The newest block's, in hex: worth noting elsewhere.</param>
internal sealed record EvidenceVerdict(long Positions, string Link, EvidenceBreak? Break);

/// <summary>A position and its block's link, as the journal has noted them.</summary>
internal sealed record EvidenceAnchorPoint(long Position, string Link);

/// <summary>
/// Computes the whole chain anew and compares: every block with its link, every record with its digest, every erased record with what the
/// chain says was left of it, and that no record is there which the chain does not know. Whoever can write the store can make all of it
/// anew; the anchors tell.
/// </summary>
internal sealed class EvidenceVerification
{
    private const int PartsAtOnce = 500;

    private readonly ChainReader _chain;
    private readonly EvidenceReader _rows;
    private readonly RowDigester _digester;
    private readonly RecordDigest _digest = new();
    private byte[] _link = new byte[RecordDigest.Octets];
    private long _position;
    private long _block;
    private long _event;
    private long _record;
    private long _partsBefore;

    private EvidenceVerification(StoreConnection connection)
    {
        _chain = new ChainReader(new EvidenceTable(connection));
        _rows = new EvidenceReader(connection);
        _digester = new RowDigester(_rows);
    }

    public static EvidenceVerdict Run(StoreConnection connection, EvidenceAnchorPoint? anchor = null)
    {
        var verification = new EvidenceVerification(connection);
        var found = verification.Chain() ?? verification.Parts() ?? (anchor is null ? null : verification.Anchor(anchor));
        return new EvidenceVerdict(verification._position, Convert.ToHexStringLower(verification._link), found);
    }

    private EvidenceBreak? Chain()
    {
        while (true)
        {
            var blocks = _chain.After(_block);
            foreach (var block in blocks)
            {
                if (Block(block) is { } found) return found;
            }

            if (blocks.Count == 0 && IsEnd() is { } end) return end.Break;
        }
    }

    private EvidenceBreak? Block(EvidenceBlock block)
    {
        if (block.First != _position + 1) return new(_position + 1, $"the chain has a hole: after {_position} comes {block.First}");
        if (!block.IsWhole) return new(block.First, $"the block of position {block.First} is damaged");
        var link = new byte[RecordDigest.Octets];
        _digest.ComputeBlock(link, _link, block.First, block.At, block.Entries);
        if (!link.AsSpan().SequenceEqual(block.Link))
        {
            return new(block.First,
                $"the block of positions {block.First} to {block.Last} does not follow from what is before it and in it");
        }

        for (var position = block.First; position <= block.Last; position++)
        {
            if (Entry(position, block.Entry(position)) is { } found) return found;
        }

        (_position, _block, _link) = (block.Last, block.First, link);
        return null;
    }

    private EvidenceBreak? Entry(long position, EvidenceEntry entry)
    {
        if (InOrder(position, entry) is { } missing) return missing;
        var name = Name(entry.Kind, entry.Key, entry.Number);
        if (_digester.Find(entry.Kind, entry.Key, entry.Number) is not { } row) return new(position, $"{name} is gone");
        if (entry.Kind >= EvidenceKind.ErasedPart)
        {
            return row.Place.Erased == position && row.Digest.AsSpan().SequenceEqual(entry.Digest)
                ? null
                : new(position, $"{name} is not what was left of it when it was erased");
        }
        if (row.Place.Position != position) return new(position, $"{name} claims another position");
        if (row.Place.Erased is { } erased)
        {
            return WasErased(erased, entry) ? null : new(position, $"{name} was erased, and the chain does not say so");
        }

        return row.Digest.AsSpan().SequenceEqual(entry.Digest) ? null : new(position, $"{name} was changed");
    }

    /// <summary>
    /// Events and records come in their own order without a hole; one that is passed over was put in behind the chain's back.
    /// </summary>
    private EvidenceBreak? InOrder(long position, EvidenceEntry entry)
    {
        if (position == 1 && !ReadStart()) return new(1, "the chain does not begin with its start");
        if (entry.Kind == EvidenceKind.Event)
        {
            if (entry.Key != _event + 1) return new(position, $"event {entry.Key} comes after event {_event}");
            _event++;
        }
        else if (entry.Kind == EvidenceKind.Record)
        {
            var next = _rows.NextRecord(_record);
            if (entry.Key != position) return new(position, "a record stands at a position that is not its own");
            if (next != 0 && next < position) return new(next, $"record {next} is not in the chain");
            _record = position;
        }

        return null;
    }

    private bool WasErased(long at, EvidenceEntry entry)
    {
        if (_chain.Around(at) is not { } block) return false;
        var erasure = block.Entry(at);
        return (byte)erasure.Kind == ((byte)entry.Kind | 0x80) && erasure.Key == entry.Key && erasure.Number == entry.Number;
    }

    /// <summary>Null while the daemon has written on meanwhile.</summary>
    private (EvidenceBreak? Break, bool)? IsEnd()
    {
        var (block, sequence, record) = _rows.End();
        if (block > _block) return null;
        if (_position > 0 && sequence > _event) return (new(0, $"event {_event + 1} is not in the chain"), true);
        return (record > _record ? new(record, $"record {record} is not in the chain") : null, true);
    }

    private EvidenceBreak? Parts()
    {
        var (last, before) = (new PartPlace(0, 0, null), 0L);
        while (_rows.PartsAfter(last.Report, last.Number, PartsAtOnce) is [.., var newest] parts)
        {
            foreach (var part in parts)
            {
                if (part.Position is not { } position)
                {
                    before++;
                }
                else if (!IsKnown(part.Report, part.Number, position))
                {
                    return new(position, $"{Name(EvidenceKind.Part, part.Report, part.Number)} is not in the chain");
                }
            }

            last = newest;
        }

        return _position > 0 && before != _partsBefore
            ? new(0, $"{before} parts say that they are older than the chain, which began after {_partsBefore}")
            : null;
    }

    private bool IsKnown(long report, int number, long position) =>
        _chain.Around(position) is { } block && block.Entry(position) is { Kind: EvidenceKind.Part } entry && entry.Key == report
            && entry.Number == number;

    private EvidenceBreak? Anchor(EvidenceAnchorPoint anchor)
    {
        if (_chain.Around(anchor.Position) is not { } block) return new(anchor.Position, "the chain ends before the anchor");
        return block.Last == anchor.Position && Convert.ToHexStringLower(block.Link) == anchor.Link
            ? null
            : new(anchor.Position, "the chain is not the one of which the anchor was noted");
    }

    private bool ReadStart()
    {
        if (_rows.Record(1) is not { Kind: RecordKind.Start } first) return false;
        try
        {
            using var start = JsonDocument.Parse(first.Body);
            _event = start.RootElement.GetProperty("events").GetInt64();
            _partsBefore = start.RootElement.GetProperty("parts").GetInt64();
            return true;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static string Name(EvidenceKind kind, long key, int number) => kind switch
    {
        EvidenceKind.Part or EvidenceKind.ErasedPart => $"part {number} of report row {key}",
        EvidenceKind.Event or EvidenceKind.ErasedEvent => $"event {key}",
        EvidenceKind.Record or EvidenceKind.ErasedRecord => $"record {key}",
        _ => $"something of an unknown kind {(byte)kind}",
    };
}
