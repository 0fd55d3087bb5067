using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;

namespace Bridge.Simulator.Smsc;

/// <summary>A person's text as the operator's SMSC sends it: one deliver_sm, or one for each part.</summary>
public static class PhoneText
{
    /// <param name="number">The sender, E.164 without the plus.</param>
    /// <param name="reference">The number of this long text; a phone counts up and wraps at 256.</param>
    public static IReadOnlyList<DeliverSm> Pdus(string number, string text, byte reference, string shortCode = "992") =>
        [.. TextSplitter.Split(text, LongTextForm.Udh, reference).Select(part => new DeliverSm
        {
            Source = new Address(1, 1, number),
            Destination = new Address(3, 0, shortCode),
            EsmClass = part.HasUdh ? new EsmClass(0).WithUdh() : default,
            DataCoding = part.DataCoding,
            ShortMessage = part.UserData,
        })];

    /// <summary>The text of one submit_sm as the handset shows it; of a long reply, this part alone.</summary>
    public static string Read(SubmitSm submit)
    {
        var udh = UserDataHeader.Read(submit.UserData.Span, submit.EsmClass.HasUdh);
        return TextDecoder.Decode(submit.UserData.Span[udh.Octets..], submit.DataCoding, Alphabet.Gsm7).Text;
    }
}
