using System.Buffers.Binary;

namespace Bridge.Tests.Fuzz;

/// <summary>
/// Makes the octets of one input: a PDU that another implementation wrote, or one made up by its layout, damaged a little or not at all.
/// The same seed and number always give the same input.
/// </summary>
internal sealed class FuzzInput
{
    /// <summary>The largest PDU that the framer is told to take.</summary>
    public const int MaxOctets = 70_000;

    /// <summary>s: C-octet string; b: octet; m: sm_length and short_message; r: recipients; u: the unreached.</summary>
    private static readonly (uint Command, string Layout)[] Layouts =
    [
        (0x01, "sssbbbs"), (0x02, "sssbbbs"), (0x09, "sssbbbs"), (0x80000001, "s"), (0x80000002, "s"), (0x80000009, "s"), (0x0B, "ss"),
        (0x04, "sbbsbbsbbbssbbbbm"), (0x05, "sbbsbbsbbbssbbbbm"), (0x05, "sbbsbbsbbbssbbbbm"), (0x80000004, "s"), (0x80000005, "s"),
        (0x03, "sbbs"), (0x80000003, "ssbb"), (0x08, "ssbbsbbs"), (0x80000008, ""), (0x07, "sbbsssbbm"), (0x80000007, ""),
        (0x21, "sbbsrbbbssbbbbm"), (0x80000021, "su"), (0x103, "sbbsbbsbbb"), (0x80000103, "s"), (0x102, "bbsbbs"),
        (0x06, ""), (0x80000006, ""), (0x15, ""), (0x80000015, ""), (0x80000000, ""), (0x111, "sbbss"), (0x00010200, "sb"),
    ];

    private static readonly int[] StringLengths = [0, 0, 0, 1, 3, 5, 6, 8, 9, 12, 13, 15, 16, 17, 20, 21, 40, 41, 64, 65];

    private readonly byte[][] _corpus = Corpus();
    private readonly byte[] _octets = new byte[MaxOctets + 4_096];
    private ulong _state;
    private int _length;

    /// <summary>Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Make(ulong seed, long number)
    {
        _state = (seed * 0x9E3779B97F4A7C15) ^ ((ulong)number * 0xD1B54A32D192ED03);
        if (Below(3) == 0) MakeUp();
        else Copy(_corpus[Below(_corpus.Length)]);

        for (var i = Below(5); i > 0; i--) Damage();

        // Framing is by command_length alone; a lie there ends the connection, so most inputs tell the truth.
        if (Below(16) != 0) SetLength();
        return _octets.AsMemory(0, _length);
    }

    /// <summary>0 to <paramref name="limit"/> - 1 (SplitMix64).</summary>
    public int Below(int limit)
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)(((z ^ (z >> 31)) >> 33) % (ulong)limit);
    }

    private void MakeUp()
    {
        var (command, layout) = Layouts[Below(Layouts.Length)];
        _length = 16;
        BinaryPrimitives.WriteUInt32BigEndian(_octets.AsSpan(4), command);
        BinaryPrimitives.WriteUInt32BigEndian(_octets.AsSpan(8), Below(4) == 0 ? (uint)Below(0x500) : 0);
        BinaryPrimitives.WriteUInt32BigEndian(_octets.AsSpan(12), (uint)Below(int.MaxValue) * 2);
        foreach (var field in layout) AddField(field);
        for (var i = Below(4); i > 0; i--) AddTlv();
        SetLength();
    }

    private void AddField(char field)
    {
        switch (field)
        {
            case 's':
                AddString();
                break;
            case 'b':
                Add((byte)Below(256));
                break;
            case 'm':
                var length = Below(256);
                Add((byte)length);
                AddSome(length);
                break;
            case 'r':
                var recipients = Below(6);
                Add((byte)recipients);
                for (; recipients > 0; recipients--)
                {
                    Add((byte)(1 + Below(2)));
                    if (_octets[_length - 1] == 1) AddSome(2);
                    AddString();
                }

                break;
            case 'u':
                var unreached = Below(6);
                Add((byte)unreached);
                for (; unreached > 0; unreached--)
                {
                    AddSome(2);
                    AddString();
                    AddSome(4);
                }

                break;
        }
    }

    private void AddString()
    {
        // Mostly short enough for any field: one string too long, and nothing of the PDU is sound.
        var length = Below(12) == 0 ? StringLengths[Below(StringLengths.Length)] : Below(6);
        for (; length > 0; length--) Add((byte)(1 + Below(255)));
        Add(0);
    }

    private void AddTlv()
    {
        var tag = Below(4) switch { 0 => 0x0424, 1 => 0x0200 + Below(0x20), 2 => 0x0420 + Below(16), _ => Below(0x10000) };
        var length = Below(1_024) == 0 ? Below(60_000) : Below(12);
        Add((byte)(tag >> 8));
        Add((byte)tag);
        Add((byte)(length >> 8));
        Add((byte)length);
        AddSome(length);
    }

    private void Damage()
    {
        if (_length <= 4) return;
        var at = 4 + Below(_length - 4);
        switch (Below(9))
        {
            case 0 or 1:
                _octets[at] = (byte)Below(256);
                break;
            case 2:
                _octets[at] = (byte)(Below(4) switch { 0 => 0, 1 => 0xFF, 2 => 0x80, _ => _octets[at] + 1 });
                break;
            case 3:
                _octets[at] ^= (byte)(1 << Below(8));
                break;
            case 4 when _length < MaxOctets:
                _octets.AsSpan(at, _length - at).CopyTo(_octets.AsSpan(at + 1));
                _octets[at] = (byte)Below(256);
                _length++;
                break;
            case 5:
                _octets.AsSpan(at + 1, _length - at - 1).CopyTo(_octets.AsSpan(at));
                _length--;
                break;
            case 6:
                _length = at;
                break;
            case 7:
                AddSome(1 + Below(8));
                break;
            case 8:
                var other = _corpus[Below(_corpus.Length)];
                var from = Below(other.Length);
                foreach (var octet in other.AsSpan(from, Math.Min(other.Length - from, 1 + Below(40)))) Add(octet);
                break;
        }
    }

    private void Copy(byte[] octets)
    {
        octets.CopyTo(_octets, 0);
        _length = octets.Length;
    }

    private void AddSome(int count)
    {
        for (; count > 0; count--) Add((byte)Below(256));
    }

    private void Add(byte octet)
    {
        if (_length < MaxOctets) _octets[_length++] = octet;
    }

    private void SetLength() => BinaryPrimitives.WriteUInt32BigEndian(_octets, (uint)_length);

    private static byte[][] Corpus()
    {
        var pdus = new List<byte[]>();
        foreach (var file in new[] { "node-smpp", "net-smpp" })
        {
            using var stream = typeof(FuzzInput).Assembly.GetManifestResourceStream($"Vectors/{file}.hex")!;
            var lines = new StreamReader(stream).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line[0] != '#');
            pdus.AddRange(lines.Chunk(2).Select(pair => Convert.FromHexString(pair[1])));
        }

        return [.. pdus];
    }
}
