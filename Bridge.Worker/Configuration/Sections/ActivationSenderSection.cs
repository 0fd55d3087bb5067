using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Configuration.Sections;

/// <summary>
/// Section Bridge:Operators:NAME:ActivationSender. By default a name: so a sender may be registered with the operators (with # before
/// it), and phones offer no way to answer it.
/// </summary>
internal static class ActivationSenderSection
{
    /// <summary>Type of number of a sender that is a name (SMPP v3.4 §5.2.5).</summary>
    private const byte Alphanumeric = 5;

    /// <summary>TP-OA has room for so many septets (3GPP TS 23.040 §9.1.2.5).</summary>
    private const int LongestName = 11;

    public static readonly KeyTable Keys = new();

    private static readonly Key<string> Address = Keys.Required("Address", Kinds.Ascii(1, 20),
        "The address: a name as registered with the operators (`\"#992\"`), at most 11 characters while `Ton` is 5.");

    private static readonly Key<byte> Ton = Keys.Optional("Ton", Kinds.Octet, "5", "Its type of number; 5 is a name (SMPP v3.4 §5.2.5).");

    private static readonly Key<byte> Npi = Keys.Optional(
        "Npi", Kinds.Octet, "0", "Its numbering plan indicator (SMPP v3.4 §5.2.6).");

    public static Address Read(SectionReader sender)
    {
        var address = new Address(sender.Read(Ton), sender.Read(Npi), sender.Read(Address));
        if (address is { Ton: Alphanumeric, Value.Length: > LongestName })
        {
            sender.Fault(Address, ConfigurationFault.Quote(address.Value), $"at most {LongestName} characters while Ton is 5 (a name)");
        }
        return address;
    }
}
