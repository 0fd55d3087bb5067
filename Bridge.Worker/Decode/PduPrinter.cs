using System.Buffers.Binary;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;

namespace Bridge.Worker.Decode;

/// <summary>
/// Prints one PDU field by field, in the order of its octets, as far as they go. The codec finds what is wrong with it; this only shows it,
/// by the layouts of <see cref="BodyLayout"/>.
/// </summary>
internal static class PduPrinter
{
    /// <returns>What is malformed. Null: nothing.</returns>
    public static DecodeFault? Print(FieldTable table, Alphabet defaultAlphabet)
    {
        var pdu = PduCodec.Decode(table.Octets);
        PrintHeader(table, pdu);

        var layout = BodyLayout.Find(pdu.Command);
        var isComplete = layout is not null && PrintBody(table, layout, pdu, defaultAlphabet);
        if (isComplete) PrintTlvs(table, pdu, defaultAlphabet);
        if (table.Left > 0)
        {
            table.Take(table.Left, layout is null ? "body" : "left over", SpecMeanings.Count(table.Left));
        }

        PrintReceipt(table, pdu);

        // The codec reports a false command_length at the end of the header; a reader looks for it where the field stands.
        return pdu.Fault is { Field: "command_length" } length ? length with { Offset = 0 } : pdu.Fault;
    }

    private static void PrintHeader(FieldTable table, Pdu pdu)
    {
        table.Take(4, "command_length", table.Left < 4 ? "cut off" : BinaryPrimitives.ReadUInt32BigEndian(table.Rest).ToString());
        if (table.Left > 0) table.Take(4, "command_id", pdu.Command.SpecName());
        if (!pdu.Command.IsSpecified() && table.At == 8) table.Problem("no command of v3.4 or v5.0");
        if (table.Left > 0) table.Take(4, "command_status", pdu.Status.SpecName());
        if (!pdu.IsResponse && pdu.Status != CommandStatus.Ok) table.Problem("not 0, as it has to be in a request");
        if (table.Left > 0) table.Take(4, "sequence_number", pdu.Sequence.ToString());
        if (pdu.Sequence is 0 or > int.MaxValue && pdu is not GenericNack) table.Problem("not from 1 to 0x7FFFFFFF");
    }

    /// <returns>Whether every field was there, so that TLVs can follow.</returns>
    private static bool PrintBody(FieldTable table, BodyField[] fields, Pdu pdu, Alphabet defaultAlphabet)
    {
        byte before = 0;
        foreach (var field in fields)
        {
            switch (field.Kind)
            {
                case FieldKind.Octet when table.Left > 0:
                    before = table.Rest[0];
                    table.Take(1, field.Name, field.Meaning?.Invoke(before) ?? before.ToString());
                    break;
                case FieldKind.Status when table.Left >= 4:
                    table.Take(4, field.Name, ((CommandStatus)BinaryPrimitives.ReadUInt32BigEndian(table.Rest)).SpecName());
                    break;
                case FieldKind.Count when table.Left > 0:
                    if (!PrintGroups(table, field, pdu, defaultAlphabet)) return false;
                    break;
                case FieldKind.CString or FieldKind.Time or FieldKind.Secret when table.Left > 0:
                    if (!PrintCString(table, field)) return false;
                    break;
                case FieldKind.ShortMessage:
                    var isComplete = before <= table.Left;
                    if (before > 0) PrintUserData(table, Math.Min(before, table.Left), field.Name, pdu, defaultAlphabet);
                    return isComplete;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool PrintGroups(FieldTable table, BodyField field, Pdu pdu, Alphabet defaultAlphabet)
    {
        var count = table.Rest[0];
        table.Take(1, field.Name, count.ToString());
        for (var i = 0; i < count; i++)
        {
            if (table.Left == 0) return false;
            if (field.Group?.Invoke(table.Rest[0]) is not { } group)
            {
                table.Take(1, "dest_flag", "reserved");
                return false;
            }

            if (!PrintBody(table, group, pdu, defaultAlphabet)) return false;
        }

        return true;
    }

    /// <returns>False: the string has no NUL, and so takes all that is left.</returns>
    private static bool PrintCString(FieldTable table, BodyField field)
    {
        var end = table.Rest.IndexOf((byte)0);
        var length = end < 0 ? table.Left : end;
        var secret = field.Kind == FieldKind.Secret;
        var meaning = secret ? $"{length} characters, not shown" : SpecMeanings.Quoted(table.Rest[..length]);
        var isTime = length == 0 || SpecMeanings.IsTime(table.Rest[..length]);
        table.Take(end < 0 ? length : length + 1, field.Name, meaning, secret);
        if (end < 0) table.Problem("has no NUL");
        else if (length >= field.Limit) table.Problem($"takes {length + 1} octets, {field.Limit} at most");
        else if (field.Kind == FieldKind.Time && !isTime) table.Problem("no time: YYMMDDhhmmsstnnp, or R for p (§7.1.1)");
        return end >= 0;
    }

    private static void PrintTlvs(FieldTable table, Pdu pdu, Alphabet defaultAlphabet)
    {
        foreach (var tlv in pdu.Tlvs)
        {
            var name = tlv.Tag.SpecName();
            var complaint = TlvRule.Find(tlv.Tag)?.FindProblem(tlv.Value.Span);
            if (tlv.Tag == TlvTag.MessagePayload)
            {
                table.Take(PduSizes.TlvHeaderOctets, name, SpecMeanings.Count(tlv.Value.Length));
                PrintUserData(table, tlv.Value.Length, field: null, pdu, defaultAlphabet);
            }
            else
            {
                if (name.StartsWith("0x", StringComparison.Ordinal)) name = $"unknown tag {name}";
                table.Take(PduSizes.TlvHeaderOctets + tlv.Value.Length, name, SpecMeanings.Value(tlv));
            }

            if (complaint is not null)
            {
                table.Problem(complaint);
            }
            else if (tlv.Tag == TlvTag.MessagePayload && pdu is MessagePdu { ShortMessage.IsEmpty: false })
            {
                table.Problem("beside a short_message (§5.3.2.32)");
            }
        }
    }

    private static void PrintUserData(FieldTable table, int count, string? field, Pdu pdu, Alphabet defaultAlphabet)
    {
        var (esmClass, dataCoding) = pdu switch
        {
            MessagePdu message => (message.EsmClass, message.DataCoding),
            DataSm data => (data.EsmClass, data.DataCoding),
            SubmitMulti multi => (multi.EsmClass, multi.DataCoding),
            _ => default,
        };
        if (field is not null) table.Note(field, SpecMeanings.Count(count));
        UserDataPrinter.Print(table, count, esmClass.HasUdh, dataCoding, defaultAlphabet);
    }

    private static void PrintReceipt(FieldTable table, Pdu pdu)
    {
        if (DeliveryReceipt.Read(pdu) is not { } receipt) return;
        var error = receipt.NetworkError is { } code ? $", network error {code.Type}:{code.Code}" : "";
        table.Note("receipt",
            $"of message {SpecMeanings.Quoted(receipt.MessageId)}, {receipt.State?.ToString().ToUpperInvariant() ?? "no state"}{error}");
    }
}
