using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Fuzz;

/// <summary>
/// Says whether a decoded PDU is what its octets mean, by reading them a second time: octet by octet, with nothing of the codec's own. Slow
/// and obvious on purpose; the sizes stand here a second time too (SMPP v3.4 §4).
/// </summary>
internal ref struct Oracle
{
    private readonly ReadOnlySpan<byte> _octets;
    private int _at;
    private bool _sound;
    private bool _lost;
    private bool _timesAreWritable;
    private string? _complaint;

    private Oracle(ReadOnlySpan<byte> octets)
    {
        _octets = octets;
        _at = 16;
        _sound = true;
        _timesAreWritable = true;
    }

    /// <summary>What is wrong with the reading; null when nothing is.</summary>
    /// <param name="octets">A whole PDU as the framer cut it.</param>
    /// <param name="mustWriteBack">Whether encoding has to give these very octets again.</param>
    public static string? Complaint(ReadOnlySpan<byte> octets, Pdu pdu, out bool mustWriteBack)
    {
        var oracle = new Oracle(octets);
        oracle.Header(pdu);
        oracle.Body(pdu);
        mustWriteBack = oracle._sound && oracle._timesAreWritable;
        if (oracle._sound != pdu.Fault is null) oracle.Say(oracle._sound ? "a sound PDU has a fault" : "an unsound PDU has no fault");
        return oracle._complaint;
    }

    /// <summary>
    /// The two liberties in writing: responses whose body says nothing are written bare, or with their one NUL (SMPP v3.4 §4.4.2, §4.6.2).
    /// </summary>
    public static bool MayDiffer(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> written) =>
        (octets[4] & 0x80) != 0 && (octets.Length == 16 || written.Length == 16);

    private void Header(Pdu pdu)
    {
        Same("command_id", Word(4), (uint)pdu.Command);
        Same("command_status", Word(8), (uint)pdu.Status);
        Same("sequence_number", Word(12), pdu.Sequence);
        if (!_octets.SequenceEqual(pdu.Octets.Span)) Say("octets are not kept");
    }

    private void Body(Pdu pdu)
    {
        var id = Word(4);
        var isKnown = id is 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8 or 9 or 0xB or 0x15 or 0x21 or 0x102 or 0x103 or 0x80000000
            or 0x80000001 or 0x80000002 or 0x80000003 or 0x80000004 or 0x80000005 or 0x80000006 or 0x80000007 or 0x80000008 or 0x80000009
            or 0x80000015 or 0x80000021 or 0x80000103;
        if (pdu is UnknownPdu unknown)
        {
            if (isKnown) Say("a known command is not typed");
            if (!_octets[16..].SequenceEqual(unknown.Body.Span)) Say("a body is not kept");
            return;
        }

        if (!isKnown) Say("an unknown command is typed");
        var hasFields = id is 0x80000001 or 0x80000002 or 0x80000003 or 0x80000004 or 0x80000005 or 0x80000009 or 0x80000021 or 0x80000103;
        var isBare = hasFields && _octets.Length == 16 && (Word(8) != 0 || id == 0x80000005);
        if (!isBare) Fields(pdu);
        Tlvs(pdu);
    }

    private void Fields(Pdu pdu)
    {
        switch (pdu)
        {
            case Bind bind:
                Text(bind.SystemId, 15);
                Text(bind.Password, 8);
                Text(bind.SystemType, 12);
                Octet(bind.InterfaceVersion);
                Octet(bind.AddrTon);
                Octet(bind.AddrNpi);
                Text(bind.AddressRange, 40);
                break;
            case BindResp resp:
                Text(resp.SystemId, 15);
                break;
            case Outbind outbind:
                Text(outbind.SystemId, 15);
                Text(outbind.Password, 8);
                break;
            case MessagePdu message:
                Text(message.ServiceType, 5);
                Address(message.Source, 20);
                Address(message.Destination, 20);
                Octet(message.EsmClass.Octet);
                Octet(message.ProtocolId);
                Octet(message.PriorityFlag);
                Time(message.ScheduleDeliveryTime);
                Time(message.ValidityPeriod);
                Octet(message.RegisteredDelivery);
                Octet(message.ReplaceIfPresentFlag);
                Octet(message.DataCoding);
                Octet(message.SmDefaultMsgId);
                ShortMessage(message.ShortMessage.Span);
                break;
            case SubmitMulti multi:
                Text(multi.ServiceType, 5);
                Address(multi.Source, 20);
                Recipients(multi.Recipients);
                Octet(multi.EsmClass.Octet);
                Octet(multi.ProtocolId);
                Octet(multi.PriorityFlag);
                Time(multi.ScheduleDeliveryTime);
                Time(multi.ValidityPeriod);
                Octet(multi.RegisteredDelivery);
                Octet(multi.ReplaceIfPresentFlag);
                Octet(multi.DataCoding);
                Octet(multi.SmDefaultMsgId);
                ShortMessage(multi.ShortMessage.Span);
                break;
            case SubmitMultiResp resp:
                Text(resp.MessageId, 64);
                Unreached(resp.Unreached);
                break;
            case SubmitSmResp resp:
                Text(resp.MessageId, 64);
                break;
            case DeliverSmResp resp:
                Text(resp.MessageId, 64);
                break;
            case DataSmResp resp:
                Text(resp.MessageId, 64);
                break;
            case DataSm data:
                Text(data.ServiceType, 5);
                Address(data.Source, 64);
                Address(data.Destination, 64);
                Octet(data.EsmClass.Octet);
                Octet(data.RegisteredDelivery);
                Octet(data.DataCoding);
                break;
            case QuerySm query:
                Text(query.MessageId, 64);
                Address(query.Source, 20);
                break;
            case QuerySmResp resp:
                Text(resp.MessageId, 64);
                Time(resp.FinalDate);
                Octet((byte)resp.State);
                Octet(resp.ErrorCode);
                break;
            case CancelSm cancel:
                Text(cancel.ServiceType, 5);
                Text(cancel.MessageId, 64);
                Address(cancel.Source, 20);
                Address(cancel.Destination, 20);
                break;
            case ReplaceSm replace:
                Text(replace.MessageId, 64);
                Address(replace.Source, 20);
                Time(replace.ScheduleDeliveryTime);
                Time(replace.ValidityPeriod);
                Octet(replace.RegisteredDelivery);
                Octet(replace.SmDefaultMsgId);
                ShortMessage(replace.ShortMessage.Span);
                break;
            case AlertNotification alert:
                Address(alert.Source, 64);
                Address(alert.Esme, 64);
                break;
            case EnquireLink or EnquireLinkResp or Unbind or UnbindResp or GenericNack or CancelSmResp or ReplaceSmResp:
                break;
            default:
                Say("a PDU that the oracle does not know");
                break;
        }
    }

    private void Recipients(IReadOnlyList<Recipient> read)
    {
        int count = Next();
        for (var i = 0; i < count && !_lost; i++)
        {
            var flag = Next();
            if (flag is not (1 or 2)) Lose();
            if (_lost) break;
            if (i >= read.Count)
            {
                // The last one may be cut off inside; a whole one may not be missing.
                if (flag == 2) Text(null, 20);
                else Address(null, 20);
                if (!_lost) Say("a recipient is missing");
                continue;
            }

            if (flag == 2) Text(read[i].ListName ?? "\0", 20);
            else if (read[i].ListName is not null) Say("an address is read as a list");
            else Address(read[i].Address, 20);
        }

        if (!_lost && read.Count != count) Say("a recipient too many");
    }

    private void Unreached(IReadOnlyList<Unreached> read)
    {
        int count = Next();
        for (var i = 0; i < count && !_lost; i++)
        {
            Address(i < read.Count ? read[i].Address : null, 20);
            uint error = 0;
            for (var j = 0; j < 4; j++) error = (error << 8) | Next();
            if (_lost) break;
            if (i >= read.Count) Say("an unreached one is missing");
            else Same("error_status_code", error, (uint)read[i].Error);
        }

        if (!_lost && read.Count != count) Say("an unreached one too many");
    }

    private void Tlvs(Pdu pdu)
    {
        var seen = 0;
        while (!_lost && _at < _octets.Length)
        {
            var left = _octets.Length - _at - 4;
            if (left < 0)
            {
                Lose();
                break;
            }

            var tag = (_octets[_at] << 8) | _octets[_at + 1];
            var length = (_octets[_at + 2] << 8) | _octets[_at + 3];
            _at += 4;
            if (length > left)
            {
                Lose();
                if (tag != 0x0424) break;
                length = left;   // a person's text is kept as far as it goes
            }

            if (seen >= pdu.Tlvs.Count)
            {
                Say("a TLV is missing");
            }
            else if ((int)pdu.Tlvs[seen].Tag != tag || !pdu.Tlvs[seen].Value.Span.SequenceEqual(_octets.Slice(_at, length)))
            {
                Say("a TLV is another");
            }

            seen++;
            _at += length;
        }

        if (pdu.Tlvs.Count != seen) Say("a TLV too many");
    }

    private void Address(Address? read, int most)
    {
        if (read is { } address)
        {
            Octet(address.Ton);
            Octet(address.Npi);
            Text(address.Value, most);
        }
        else
        {
            Next();
            Next();
            Text(null, most);
        }
    }

    private void Octet(byte read)
    {
        var octet = Next();
        if (!_lost) Same("an octet", octet, read);
    }

    /// <param name="read">Null: only gone past.</param>
    private void Text(string? read, int most)
    {
        if (_lost) return;
        if (_at >= _octets.Length)
        {
            Lose();
            return;
        }

        var length = 0;
        while (_at < _octets.Length && _octets[_at] != 0)
        {
            if (read is not null && (length >= read.Length || read[length] != (char)_octets[_at])) Say("a string is another");
            _at++;
            length++;
        }

        if (read is not null && read.Length != length) Say("a string is longer than its octets");
        if (length > most) _sound = false;
        if (_at < _octets.Length) _at++;
        else Lose();
    }

    private void Time(string read)
    {
        Text(read, 16);
        if (read.Length is not (0 or 16)) _timesAreWritable = false;
    }

    private void ShortMessage(ReadOnlySpan<byte> read)
    {
        int length = Next();
        if (_lost) return;
        var there = Math.Min(length, _octets.Length - _at);
        if (!read.SequenceEqual(_octets.Slice(_at, there))) Say("short_message is another");
        _at += there;
        if (there < length) Lose();
    }

    private byte Next()
    {
        if (!_lost && _at < _octets.Length) return _octets[_at++];
        Lose();
        return 0;
    }

    private void Lose()
    {
        _lost = true;
        _sound = false;
    }

    private readonly uint Word(int at) =>
        ((uint)_octets[at] << 24) | ((uint)_octets[at + 1] << 16) | ((uint)_octets[at + 2] << 8) | _octets[at + 3];

    private void Same(string what, uint octets, uint read)
    {
        if (octets != read) Say(what + " is another");
    }

    private void Say(string complaint) => _complaint ??= complaint;
}
