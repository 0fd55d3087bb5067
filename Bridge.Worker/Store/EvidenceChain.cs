using System.Security.Cryptography;

namespace Bridge.Worker.Store;

/// <summary>
/// The tamper-evident record (false reports are an offence: what was said, when, and what was done must hold before a court). Every
/// record's digest has a position; those of one commit make a block, sealed in that commit by SHA-256 over the block before it and itself.
/// One row for a commit, not for a record, so that a flood's texts hardly pay for it. On the writer's thread.
/// </summary>
internal sealed class EvidenceChain
{
    /// <summary>Salts drawn at once: one call for each would cost more than the salt.</summary>
    private const int SaltsAtOnce = 128;

    private readonly EvidenceTable _blocks;
    private readonly byte[] _salts = new byte[SaltsAtOnce * RecordDigest.SaltOctets];
    private byte[] _entries = new byte[64 * EvidenceEntry.Octets];
    private byte[] _link = new byte[RecordDigest.Octets];
    private byte[] _sealed = new byte[RecordDigest.Octets];
    private int _saltsLeft;
    private int _pending;
    private long _first = 1;
    private bool _isSealed;

    public EvidenceChain(EvidenceTable blocks)
    {
        _blocks = blocks;
        if (blocks.Newest() is not { } newest) return;
        _first = newest.Last + 1;
        _link = newest.Link;
    }

    /// <summary>The position of the next record, from 1.</summary>
    public long Next => _first + _pending;

    /// <summary>
    /// The newest committed position and the link of its block: whoever has noted them elsewhere can tell a chain that was made anew.
    /// </summary>
    public (long Position, string Link) Head => (_first - 1, Convert.ToHexStringLower(_link));

    /// <summary>Shared with the tables that digest their own rows; the writer's thread alone uses it.</summary>
    public RecordDigest Digest { get; } = new();

    /// <summary>16 random octets, valid until the next call.</summary>
    public ReadOnlySpan<byte> Salt()
    {
        if (_saltsLeft == 0)
        {
            RandomNumberGenerator.Fill(_salts);
            _saltsLeft = SaltsAtOnce;
        }

        _saltsLeft--;
        return _salts.AsSpan(_saltsLeft * RecordDigest.SaltOctets, RecordDigest.SaltOctets);
    }

    /// <summary>Puts a record's digest into the open transaction's block and returns its position.</summary>
    public long Add(EvidenceKind kind, long key, int number, ReadOnlySpan<byte> digest)
    {
        var at = _pending * EvidenceEntry.Octets;
        if (at == _entries.Length) Array.Resize(ref _entries, at * 2);
        EvidenceEntry.Write(_entries.AsSpan(at), kind, key, number, digest);
        return _first + _pending++;
    }

    /// <summary>Writes the block of the open transaction, as the last thing in it.</summary>
    public void Seal(DateTimeOffset now)
    {
        if (_pending == 0) return;
        var entries = _entries.AsSpan(0, _pending * EvidenceEntry.Octets);
        Digest.ComputeBlock(_sealed, _link, _first, now, entries);
        _blocks.Insert(_first, now, entries, _sealed);
        _isSealed = true;
    }

    public void OnCommitted()
    {
        if (!_isSealed) return;
        (_link, _sealed) = (_sealed, _link);
        _first += _pending;
        OnRolledBack();
    }

    public void OnRolledBack() => (_pending, _isSealed) = (0, false);
}
