using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;

namespace Bridge.Worker.Configuration.Sections;

/// <summary>Section Bridge:Operators:NAME.</summary>
internal static class OperatorSection
{
    public static readonly KeyTable Keys = new();

    public static readonly Key<Network> Network = Keys.Required("Network",
        Kinds.OneOf(("mobile", Configuration.Network.Mobile), ("fixed", Configuration.Network.Fixed)),
        "What kind of telephones it serves.");

    public static readonly OptionalKey<Alphabet> DefaultAlphabet = Keys.Optional("DefaultAlphabet",
        Kinds.OneOf(
            ("gsm7", Alphabet.Gsm7), ("gsm7-packed", Alphabet.Gsm7Packed), ("ascii", Alphabet.Ascii), ("latin1", Alphabet.Latin1)),
        "gsm7", "What data_coding 0 means at this operator; `gsm7` is one septet an octet.");

    private static readonly SectionKey Sender = Keys.Group("Sender");
    private static readonly Key<string?> SenderAddress = Sender.Keys.OrNull(
        "Address", Kinds.Ascii(1, 20), "the short code", "The address that replies come from.");
    private static readonly Key<byte> SenderTon = Sender.Keys.Optional(
        "Ton", Kinds.Octet, "3", "Its type of number (SMPP v3.4 §5.2.5).");
    private static readonly Key<byte> SenderNpi = Sender.Keys.Optional(
        "Npi", Kinds.Octet, "0", "Its numbering plan indicator (SMPP v3.4 §5.2.6).");

    private static readonly SectionKey ActivationSender = Keys.Section("ActivationSender", "the sender of replies",
        "The address that activation texts come from, so that nobody can answer them. Replies never come from it: people answer those.",
        ActivationSenderSection.Keys);

    public static readonly OptionalKey<CommandStatus> TemporaryError = Keys.Optional("TemporaryError", Kinds.ErrorStatus, "0x08",
        "The command_status of our answer to a deliver_sm that could not be stored. Every operator that we know of sends again "
        + "after `0x08` (ESME_RSYSERR); `0x64` is final at some.");

    public static readonly OptionalKey<ReceiptIdFormat> ReceiptIdFormat = Keys.Optional("ReceiptIdFormat",
        Kinds.OneOf(
            ("same", Protocol.Smpp.ReceiptIdFormat.Same), ("hex", Protocol.Smpp.ReceiptIdFormat.Hex),
            ("decimal", Protocol.Smpp.ReceiptIdFormat.Decimal)),
        "same",
        "How receipts write the message id. `hex`: submit_sm_resp gave it in decimal and the receipt writes it in hex; "
        + "`decimal`: the reverse.");

    private static readonly Key<bool> Receipts = Keys.Optional("Receipts", Kinds.Flag, "true",
        "Whether it returns delivery receipts. If so, a report is confirmed when every part of a confirmation is delivered; "
        + "if not, when the operator has accepted every part.");

    private static readonly Key<double?> SubmitRate = Keys.OrNull(
        "SubmitRate", Kinds.Number(0.01, 10_000), "unlimited", "The most submit_sm a second.");

    public static readonly OptionalKey<LongTextForm> LongText = Keys.Optional("LongText",
        Kinds.OneOf(("udh", LongTextForm.Udh), ("sar", LongTextForm.Sar), ("payload", LongTextForm.Payload)), "udh",
        "How a reply of several parts is sent: with a user data header (8-bit reference), with the sar TLVs, or whole in message_payload.");

    public static readonly OptionalKey<Displays> Displays = Keys.Optional("Displays",
        Kinds.OneOf(
            ("all", Protocol.Text.Displays.All), ("bmp", Protocol.Text.Displays.BasicPlane), ("gsm7", Protocol.Text.Displays.Gsm7)),
        "all",
        "What its phones can show. `bmp`: nothing beyond Unicode's basic plane, so no emoji and none of 1,714 Cantonese characters; "
        + "`gsm7`: no Chinese. A reply with other characters is sent all the same, and `problems` of `reply.accepted` says how many.");

    public static readonly Key<TimeSpan?> Heartbeat = Keys.OrNull("Heartbeat", Kinds.Duration("00:00:01", "1.00:00:00"), "none",
        "How often a test text is arranged to come over this operator; only with `TestSenders`.");

    private static readonly Key<ushort?> ServingNetworkTag = Keys.OrNull("ServingNetworkTag", Kinds.Tag, "none",
        "The tag of the TLV that names the network the phone is in; see [Outside Hong Kong](operations.md#outside-hong-kong).");

    private static readonly Key<IReadOnlyList<string>> OutsidePrefixes = Keys.Array("OutsidePrefixes", Kinds.ForeignPrefix, [],
        "Senders whose numbers (with the country code, without `+`) begin so count as outside Hong Kong when no serving network says "
        + "otherwise: `[\"86\"]`.");

    private static readonly SectionKey Links = Keys.Named("Links", "required, at least one",
        "The links to the operator's SMSCs. The name is a label of metrics.", LinkSection.Keys);

    /// <param name="shortCode">What replies come from when no address is configured.</param>
    public static OperatorPlan Read(SectionReader op, string shortCode)
    {
        var plan = new OperatorPlan
        {
            Name = op.Name,
            Network = op.Read(Network),
            DefaultAlphabet = op.Read(DefaultAlphabet),
            Sender = op.Section(Sender, s => new Address(s.Read(SenderTon), s.Read(SenderNpi), s.Read(SenderAddress) ?? shortCode)),
            ActivationSender = op.IsAbsent(ActivationSender) ? null : op.Section(ActivationSender, ActivationSenderSection.Read),
            TemporaryError = op.Read(TemporaryError),
            ReceiptIdFormat = op.Read(ReceiptIdFormat),
            Receipts = op.Read(Receipts),
            SubmitRate = op.Read(SubmitRate),
            LongText = op.Read(LongText),
            Displays = op.Read(Displays),
            Heartbeat = op.Read(Heartbeat),
            ServingNetworkTag = op.Read(ServingNetworkTag),
            OutsidePrefixes = op.Read(OutsidePrefixes),
            Links = op.Named(Links, link => LinkSection.Read(link, op.Name)),
        };
        if (op.IsAbsent(Links)) op.Fault(Links, "missing", "at least one link");
        return plan;
    }
}
