using System.Buffers.Binary;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;

namespace Bridge.Worker.Decode;

/// <summary>
/// One PDU field by field, in the order of its octets, as far as it goes. The codec says what is wrong with it; this only shows it, by the
/// layouts of <see cref="BodyLayout"/>.
/// </summary>
internal static class PduPrinter
{
    /// <returns>What is malformed, null when nothing is.</returns>
    public static DecodeFault? Print(FieldSheet sheet, Alphabet defaultAlphabet)
    {
        var pdu = PduCodec.Decode(sheet.Octets);
        PrintHeader(sheet, pdu);

        var complete = BodyLayout.Of(pdu.Command) is { } fields && PrintBody(sheet, fields, pdu, defaultAlphabet);
        if (complete) PrintTlvs(sheet, pdu, defaultAlphabet);
        if (sheet.Left > 0)
        {
            sheet.Take(sheet.Left, BodyLayout.Of(pdu.Command) is null ? "body" : "left over", SpecMeanings.Count(sheet.Left));
        }

        PrintReceipt(sheet, pdu);

        // The codec notes a false command_length once it is past the header; whoever looks for it looks at the front.
        return pdu.Fault is { Field: "command_length" } length ? length with { Offset = 0 } : pdu.Fault;
    }

    private static void PrintHeader(FieldSheet sheet, Pdu pdu)
    {
        sheet.Take(4, "command_length", sheet.Left < 4 ? "cut off" : BinaryPrimitives.ReadUInt32BigEndian(sheet.Rest).ToString());
        if (sheet.Left > 0) sheet.Take(4, "command_id", pdu.Command.SpecName());
        if (!pdu.Command.IsSpecified() && sheet.At == 8) sheet.Problem("no command of v3.4 or v5.0");
        if (sheet.Left > 0) sheet.Take(4, "command_status", pdu.Status.SpecName());
        if (!pdu.IsResponse && pdu.Status != CommandStatus.Ok) sheet.Problem("not 0, as it has to be in a request");
        if (sheet.Left > 0) sheet.Take(4, "sequence_number", pdu.Sequence.ToString());
        if (pdu.Sequence is 0 or > int.MaxValue && pdu is not GenericNack) sheet.Problem("not from 1 to 0x7FFFFFFF");
    }

    /// <returns>Whether TLVs can follow: every field was there.</returns>
    private static bool PrintBody(FieldSheet sheet, BodyField[] fields, Pdu pdu, Alphabet defaultAlphabet)
    {
        byte before = 0;
        foreach (var field in fields)
        {
            switch (field.Kind)
            {
                case FieldKind.Octet when sheet.Left > 0:
                    before = sheet.Rest[0];
                    sheet.Take(1, field.Name, field.Meaning?.Invoke(before) ?? before.ToString());
                    break;
                case FieldKind.Status when sheet.Left >= 4:
                    sheet.Take(4, field.Name, ((CommandStatus)BinaryPrimitives.ReadUInt32BigEndian(sheet.Rest)).SpecName());
                    break;
                case FieldKind.Count when sheet.Left > 0:
                    if (!PrintGroups(sheet, field, pdu, defaultAlphabet)) return false;
                    break;
                case FieldKind.CString or FieldKind.Time or FieldKind.Secret when sheet.Left > 0:
                    if (!PrintCString(sheet, field)) return false;
                    break;
                case FieldKind.ShortMessage:
                    var complete = before <= sheet.Left;
                    if (before > 0) PrintUserData(sheet, Math.Min(before, sheet.Left), field.Name, pdu, defaultAlphabet);
                    return complete;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool PrintGroups(FieldSheet sheet, BodyField field, Pdu pdu, Alphabet defaultAlphabet)
    {
        var count = sheet.Rest[0];
        sheet.Take(1, field.Name, count.ToString());
        for (var i = 0; i < count; i++)
        {
            if (sheet.Left == 0) return false;
            if (field.Group?.Invoke(sheet.Rest[0]) is not { } group)
            {
                sheet.Take(1, "dest_flag", "reserved");
                return false;
            }

            if (!PrintBody(sheet, group, pdu, defaultAlphabet)) return false;
        }

        return true;
    }

    /// <returns>False when it has no NUL, and so takes all that is left.</returns>
    private static bool PrintCString(FieldSheet sheet, BodyField field)
    {
        var end = sheet.Rest.IndexOf((byte)0);
        var length = end < 0 ? sheet.Left : end;
        var secret = field.Kind == FieldKind.Secret;
        var meaning = secret ? $"{length} characters, not shown" : SpecMeanings.Quoted(sheet.Rest[..length]);
        var isTime = length == 0 || SpecMeanings.IsTime(sheet.Rest[..length]);
        sheet.Take(end < 0 ? length : length + 1, field.Name, meaning, secret);
        if (end < 0) sheet.Problem("has no NUL");
        else if (length >= field.Limit) sheet.Problem($"takes {length + 1} octets, {field.Limit} at most");
        else if (field.Kind == FieldKind.Time && !isTime) sheet.Problem("no time: YYMMDDhhmmsstnnp, or R for p (§7.1.1)");
        return end >= 0;
    }

    private static void PrintTlvs(FieldSheet sheet, Pdu pdu, Alphabet defaultAlphabet)
    {
        foreach (var tlv in pdu.Tlvs)
        {
            var name = tlv.Tag.SpecName();
            var complaint = TlvRule.Find(tlv.Tag)?.FindProblem(tlv.Value.Span);
            if (tlv.Tag == TlvTag.MessagePayload)
            {
                sheet.Take(PduSizes.TlvHeaderOctets, name, SpecMeanings.Count(tlv.Value.Length));
                PrintUserData(sheet, tlv.Value.Length, field: null, pdu, defaultAlphabet);
            }
            else
            {
                if (name.StartsWith("0x", StringComparison.Ordinal)) name = $"unknown tag {name}";
                sheet.Take(PduSizes.TlvHeaderOctets + tlv.Value.Length, name, SpecMeanings.Value(tlv));
            }

            if (complaint is not null)
            {
                sheet.Problem(complaint);
            }
            else if (tlv.Tag == TlvTag.MessagePayload && pdu is MessagePdu { ShortMessage.IsEmpty: false })
            {
                sheet.Problem("beside a short_message (§5.3.2.32)");
            }
        }
    }

    private static void PrintUserData(FieldSheet sheet, int count, string? field, Pdu pdu, Alphabet defaultAlphabet)
    {
        var (esmClass, dataCoding) = pdu switch
        {
            MessagePdu message => (message.EsmClass, message.DataCoding),
            DataSm data => (data.EsmClass, data.DataCoding),
            SubmitMulti multi => (multi.EsmClass, multi.DataCoding),
            _ => default,
        };
        if (field is not null) sheet.Note(field, SpecMeanings.Count(count));
        UserDataPrinter.Print(sheet, count, esmClass.HasUdh, dataCoding, defaultAlphabet);
    }

    private static void PrintReceipt(FieldSheet sheet, Pdu pdu)
    {
        if (DeliveryReceipt.Read(pdu) is not { } receipt) return;
        var error = receipt.NetworkError is { } code ? $", network error {code.Type}:{code.Code}" : "";
        sheet.Note("receipt",
            $"of message {SpecMeanings.Quoted(receipt.MessageId)}, {receipt.State?.ToString().ToUpperInvariant() ?? "no state"}{error}");
    }
}
