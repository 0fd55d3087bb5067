using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;

namespace Bridge.Simulator.Smsc;

/// <summary>A person's text as an operator's SMSC hands it on: one deliver_sm, or one for each part.</summary>
public static class PhoneText
{
    /// <param name="number">The sender, E.164 without the plus.</param>
    /// <param name="reference">Which long text of this phone it is; phones count up and wrap at 256.</param>
    public static IReadOnlyList<DeliverSm> Pdus(string number, string text, byte reference, string shortCode = "992") =>
        [.. TextSplitter.Split(text, LongTextForm.Udh, reference).Select(part => new DeliverSm
        {
            Source = new Address(1, 1, number),
            Destination = new Address(3, 0, shortCode),
            EsmClass = part.HasUdh ? new EsmClass(0).WithUdh() : default,
            DataCoding = part.DataCoding,
            ShortMessage = part.UserData,
        })];

    /// <summary>What one submit_sm says on the handset; of a long reply, this part.</summary>
    public static string Read(SubmitSm submit)
    {
        var udh = UserDataHeader.Read(submit.UserData.Span, submit.EsmClass.HasUdh);
        return TextDecoder.Decode(submit.UserData.Span[udh.Octets..], submit.DataCoding, Alphabet.Gsm7).Text;
    }
}
