using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// Reads the fields of one body in their order. The first fault sticks. While the place in the body is still known (an overlong string that
/// does end) reading goes on; once it is lost, later reads return defaults, so that a body reads like a sentence without a check after
/// every word.
/// </summary>
internal ref struct FieldReader
{
    private readonly ReadOnlyMemory<byte> _pdu;
    private readonly ReadOnlySpan<byte> _octets;
    private int _at;
    private bool _lost;

    /// <param name="pdu">The whole PDU; reading starts after its header.</param>
    public FieldReader(ReadOnlyMemory<byte> pdu)
    {
        _pdu = pdu;
        _octets = pdu.Span;
        _at = Math.Min(PduSizes.HeaderOctets, _octets.Length);
    }

    public DecodeFault? Fault { get; private set; }

    public readonly bool AtEnd => _at == _octets.Length;

    /// <summary>Octets not read yet.</summary>
    public readonly int Left => _octets.Length - _at;

    /// <summary>The octets not read yet, to look at.</summary>
    public readonly ReadOnlySpan<byte> Ahead => _octets[_at..];

    /// <summary>Octets that were looked at count as read.</summary>
    public void Skip(int count) => _at += count;

    /// <summary>Where the next field begins is not known any more.</summary>
    public readonly bool IsLost => _lost;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]   // half the fields of a PDU are these
    public byte Octet(string field)
    {
        var at = _at;
        if ((uint)at >= (uint)_octets.Length) return MissingOctet(field);
        _at = at + 1;
        return _octets[at];
    }

    /// <summary>
    /// A C-octet string of at most <paramref name="limit"/> octets, NUL included. Taken as Latin-1, so that octets past ASCII survive. One
    /// that is longer is taken whole, up to its NUL; one that never ends is taken up to the end of the body, which loses the fields after
    /// it. Lenient to gateways that put 30 digits into an address of 20
    /// (HostilePeerTests.Nr_10_a_source_address_longer_than_the_field_is_taken_whole_and_the_text_is_found) and to SMSCs that leave the NUL
    /// out (HostilePeerTests.Nr_10_a_string_without_its_NUL_is_taken_up_to_the_end).
    /// </summary>
    public string CString(string field, int limit)
    {
        if (AtEnd)
        {
            Lose(field, "is missing");
            return "";
        }

        if (_octets[_at] == 0)
        {
            _at++;
            return "";
        }

        var rest = _octets[_at..];
        var length = rest.IndexOf((byte)0);
        if (length < 0)
        {
            Lose(field, "has no NUL");
            return Text(rest);
        }

        if (length >= limit) Note(field, $"takes {length + 1} octets, {limit} at most");
        _at += length + 1;
        return Text(rest[..length]);
    }

    /// <summary>
    /// A slice of the PDU. When fewer octets are left than <paramref name="count"/>, those: lenient to SMSCs whose sm_length counts septets
    /// or lies (cloudhopper#64; HostilePeerTests.Nr_10_an_sm_length_that_says_too_much_takes_what_is_there).
    /// </summary>
    public ReadOnlyMemory<byte> OctetString(string field, int count)
    {
        if (_lost) return default;
        var left = _octets.Length - _at;
        if (count > left)
        {
            Note(field, $"needs {count} octets, {left} left");
            _lost = true;
            count = left;
        }

        _at += count;
        return _pdu.Slice(_at - count, count);
    }

    public uint UInt32(string field)
    {
        if (_lost || Left < 4)
        {
            Lose(field, "is missing");
            return 0;
        }

        _at += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(_octets[(_at - 4)..]);
    }

    public Address Address(AddressFields fields, int limit) => new(Octet(fields.Ton), Octet(fields.Npi), CString(fields.Value, limit));

    /// <summary>A fault that does not lose the place: reading goes on.</summary>
    public void Note(string field, string reason) => Fault ??= new(field, _at, reason);

    /// <summary>
    /// A fault after which no field can be found: the reader stands at the end from here on, where every field is missing.
    /// </summary>
    public void Lose(string field, string reason)
    {
        Note(field, reason);
        _lost = true;
        _at = _octets.Length;
    }

    /// <summary>All that is left, as it is.</summary>
    public ReadOnlyMemory<byte> Rest()
    {
        var at = _at;
        _at = _octets.Length;
        return _pdu[at..];
    }

    /// <summary>
    /// What is left, as TLVs in their order, repeated and unknown ones too. What does not parse is dropped with a fault; the fields before
    /// it stay. A message_payload that claims more than is left is kept as far as it goes: it is a person's text. Lenient to SMSCs that cut
    /// a TLV short or pad behind the last (jsmpp#214; HostilePeerTests.Nr_9_a_TLV_cut_short_loses_neither_the_text_nor_the_TLVs_before_it).
    /// </summary>
    public IReadOnlyList<Tlv> Tlvs()
    {
        if (_lost || AtEnd) return [];
        var count = CountTlvs();
        if (count == 0) return [];

        var tlvs = new Tlv[count];
        for (var i = 0; i < count; i++)
        {
            var tag = (TlvTag)UInt16(_at);
            var length = Math.Min(UInt16(_at + 2), _octets.Length - _at - PduSizes.TlvHeaderOctets);
            tlvs[i] = new(tag, _pdu.Slice(_at + PduSizes.TlvHeaderOctets, length));
            _at += PduSizes.TlvHeaderOctets + length;
        }

        return tlvs;
    }

    private int CountTlvs()
    {
        var count = 0;
        for (var at = _at; at < _octets.Length; count++)
        {
            var left = _octets.Length - at - PduSizes.TlvHeaderOctets;
            if (left < 0)
            {
                Fault ??= new("TLV", at, $"{left + PduSizes.TlvHeaderOctets} octets left over, no TLV");
                return count;
            }

            var tag = (TlvTag)UInt16(at);
            var length = UInt16(at + 2);
            if (length > left)
            {
                Fault ??= new(tag.SpecName(), at, $"claims {length} octets, {left} left");
                return tag == TlvTag.MessagePayload ? count + 1 : count;
            }

            at += PduSizes.TlvHeaderOctets + length;
        }

        return count;
    }

    private byte MissingOctet(string field)
    {
        Lose(field, "is missing");
        return 0;
    }

    private readonly int UInt16(int at) => (_octets[at] << 8) | _octets[at + 1];

    private static string Text(ReadOnlySpan<byte> octets) =>
        octets.IsEmpty ? "" : octets.Length <= ShortStrings.MaxOctets ? ShortStrings.Get(octets) : Encoding.Latin1.GetString(octets);
}
