using System.Text;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Reports;

/// <summary>deliver_sm as phones and operators make them.</summary>
internal static class Texts
{
    private static uint _sequence;

    public static DeliverSm Chinese(string text, string from = "91234567") => new()
    {
        Sequence = ++_sequence,
        Source = new Address(1, 1, from),
        Destination = new Address(3, 0, "992"),
        DataCoding = 8,
        ShortMessage = Encoding.BigEndianUnicode.GetBytes(text),
    };

    public static DeliverSm English(string text, string from = "91234567") =>
        Chinese(text, from) with
        {
            DataCoding = 0,
            ShortMessage = Encoding.ASCII.GetBytes(text),
        };

    /// <summary>One part of a long text with an 8-bit reference in its UDH.</summary>
    public static DeliverSm Part(string text, byte reference, byte total, byte number, string from = "91234567")
    {
        byte[] header = [5, 0, 3, reference, total, number];
        var sm = Chinese(text, from);
        return sm with { EsmClass = new EsmClass(0x40), ShortMessage = (byte[])[.. header, .. sm.ShortMessage.Span] };
    }
}
