using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// Reads the fields of one body in their order. The first fault is kept. After a fault that leaves the next field findable (a string that
/// is too long but ends) reading goes on. After any other fault the reader stops: each later read returns a default, so a body's
/// constructor needs no check after each field.
/// </summary>
internal ref struct FieldReader
{
    private readonly ReadOnlyMemory<byte> _pdu;
    private readonly ReadOnlySpan<byte> _octets;
    private int _at;
    private bool _stopped;

    /// <param name="pdu">The whole PDU. Reading starts after its header.</param>
    public FieldReader(ReadOnlyMemory<byte> pdu)
    {
        _pdu = pdu;
        _octets = pdu.Span;
        _at = Math.Min(PduSizes.HeaderOctets, _octets.Length);
    }

    /// <summary>The first fault, or null.</summary>
    public DecodeFault? Fault { get; private set; }

    public readonly bool AtEnd => _at == _octets.Length;

    /// <summary>How many octets are not read yet.</summary>
    public readonly int RemainingCount => _octets.Length - _at;

    /// <summary>The octets not read yet. Getting them reads nothing.</summary>
    public readonly ReadOnlySpan<byte> Remaining => _octets[_at..];

    /// <summary>Counts octets of <see cref="Remaining"/> as read.</summary>
    public void Skip(int count) => _at += count;

    /// <summary>Whether the reader has stopped, because it is unknown where the next field begins.</summary>
    public readonly bool IsStopped => _stopped;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]   // Half the fields of a PDU are single octets.
    public byte Octet(string field)
    {
        var at = _at;
        if ((uint)at >= (uint)_octets.Length) return MissingOctet(field);
        _at = at + 1;
        return _octets[at];
    }

    /// <summary>
    /// Reads a C-octet string as Latin-1, so that octets past ASCII survive. A string longer than <paramref name="limit"/> is read whole,
    /// up to its NUL. A string without NUL is read up to the end of the body; the fields after it are lost. Lenient to gateways that put 30
    /// digits into an address of 20 (HostilePeerTests.Nr_10_a_source_address_longer_than_the_field_is_taken_whole_and_the_text_is_found)
    /// and to SMSCs that leave the NUL out (HostilePeerTests.Nr_10_a_string_without_its_NUL_is_taken_up_to_the_end).
    /// </summary>
    /// <param name="limit">Octets that the spec allows, the NUL included.</param>
    public string CString(string field, int limit)
    {
        if (AtEnd)
        {
            StopWithFault(field, "is missing");
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
            StopWithFault(field, "has no NUL");
            return Text(rest);
        }

        if (length >= limit) RecordFault(field, $"takes {length + 1} octets, {limit} at most");
        _at += length + 1;
        return Text(rest[..length]);
    }

    /// <summary>
    /// Reads a slice of the PDU. If fewer than <paramref name="count"/> octets are left, reads those. Lenient to SMSCs whose sm_length
    /// counts septets or is wrong (cloudhopper#64; HostilePeerTests.Nr_10_an_sm_length_that_says_too_much_takes_what_is_there).
    /// </summary>
    public ReadOnlyMemory<byte> OctetString(string field, int count)
    {
        if (_stopped) return default;
        var left = _octets.Length - _at;
        if (count > left)
        {
            RecordFault(field, $"needs {count} octets, {left} left");
            _stopped = true;
            count = left;
        }

        _at += count;
        return _pdu.Slice(_at - count, count);
    }

    public uint UInt32(string field)
    {
        if (_stopped || RemainingCount < 4)
        {
            StopWithFault(field, "is missing");
            return 0;
        }

        _at += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(_octets[(_at - 4)..]);
    }

    public Address Address(AddressFields fields, int limit) => new(Octet(fields.Ton), Octet(fields.Npi), CString(fields.Value, limit));

    /// <summary>Records a fault, and goes on reading.</summary>
    public void RecordFault(string field, string reason) => Fault ??= new(field, _at, reason);

    /// <summary>Records a fault after which no field can be found, and stops.</summary>
    public void StopWithFault(string field, string reason)
    {
        RecordFault(field, reason);
        _stopped = true;
        _at = _octets.Length;
    }

    /// <summary>Reads all that is left.</summary>
    public ReadOnlyMemory<byte> ReadRest()
    {
        var at = _at;
        _at = _octets.Length;
        return _pdu[at..];
    }

    /// <summary>
    /// Reads all that is left as TLVs in their order, with repeated and unknown ones. What does not parse is dropped with a fault. A
    /// message_payload that claims more than is left is kept as far as it goes, because it is a person's text. Lenient to SMSCs that cut a
    /// TLV short or pad after the last one
    /// (jsmpp#214; HostilePeerTests.Nr_9_a_TLV_cut_short_loses_neither_the_text_nor_the_TLVs_before_it).
    /// </summary>
    public IReadOnlyList<Tlv> Tlvs()
    {
        if (_stopped || AtEnd) return [];
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
        StopWithFault(field, "is missing");
        return 0;
    }

    private readonly int UInt16(int at) => (_octets[at] << 8) | _octets[at + 1];

    private static string Text(ReadOnlySpan<byte> octets) =>
        octets.Length <= ShortStringCache.MaxOctets ? ShortStringCache.Get(octets) : Encoding.Latin1.GetString(octets);
}
