using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using static Bridge.Worker.Configuration.Spans;

namespace Bridge.Worker.Configuration;

/// <summary>The keys of Bridge:Operators:NAME and of its links.</summary>
internal static class OperatorReader
{
    /// <summary>Type of number of a sender that is a name (SMPP v3.4 §5.2.5).</summary>
    private const byte Alphanumeric = 5;

    public static OperatorPlan Read(SectionReader op, string shortCode)
    {
        var plan = new OperatorPlan
        {
            Name = op.Name,
            Network = op.Required("Network", Kinds.OneOf(("mobile", Network.Mobile), ("fixed", Network.Fixed))),
            DefaultAlphabet = op.Optional("DefaultAlphabet", Kinds.OneOf(
                ("gsm7", Alphabet.Gsm7), ("gsm7-packed", Alphabet.Gsm7Packed), ("ascii", Alphabet.Ascii), ("latin1", Alphabet.Latin1)),
                    Alphabet.Gsm7),
            Sender = op.Section("Sender", s => new Address(
                s.Optional("Ton", Kinds.Octet, (byte)3), s.Optional("Npi", Kinds.Octet, (byte)0),
                    s.Optional("Address", Kinds.Ascii(1, 20), shortCode))),
            ActivationSender = op.IsAbsent("ActivationSender") ? null : op.Section("ActivationSender", OneWay),
            // The one code that every operator we know of retries on; 0x64 is final at some.
            TemporaryError = op.Optional("TemporaryError", Kinds.ErrorStatus, CommandStatus.SysErr),
            ReceiptIdFormat = op.Optional("ReceiptIdFormat", Kinds.OneOf(
                ("same", ReceiptIdFormat.Same), ("hex", ReceiptIdFormat.Hex), ("decimal", ReceiptIdFormat.Decimal)), ReceiptIdFormat.Same),
            Receipts = op.Optional("Receipts", Kinds.Flag, true),
            SubmitRate = op.OrNull("SubmitRate", Kinds.Rate(0.01, 10_000)),
            LongText = op.Optional("LongText", Kinds.OneOf(
                ("udh", LongTextForm.Udh), ("sar", LongTextForm.Sar), ("payload", LongTextForm.Payload)), LongTextForm.Udh),
            Displays = op.Optional(
                "Displays", Kinds.OneOf(("all", Displays.All), ("bmp", Displays.BasicPlane), ("gsm7", Displays.Gsm7)), Displays.All),
            Heartbeat = op.OrNull("Heartbeat", Kinds.Duration(Seconds(1), Hours(24))),
            ServingNetworkTag = op.OrNull("ServingNetworkTag", Kinds.Tag),
            OutsidePrefixes = op.Each("OutsidePrefixes", Kinds.ForeignPrefix, []),
            Links = op.Named("Links", l => Link(l, op.Name)),
        };
        if (op.IsAbsent("Links")) op.Fault("Links", "missing", "at least one link");
        return plan;
    }

    /// <summary>A name by default: as such a sender may be registered (with # before it), and phones offer no way to answer it.</summary>
    private static Address OneWay(SectionReader sender)
    {
        var address = new Address(
            sender.Optional("Ton", Kinds.Octet, Alphanumeric), sender.Optional("Npi", Kinds.Octet, (byte)0),
                sender.Required("Address", Kinds.Ascii(1, 20)));

        // 3GPP TS 23.040 §9.1.2.5: TP-OA has room for so many septets.
        if (address is { Ton: Alphanumeric, Value.Length: > 11 })
        {
            sender.Fault("Address", ConfigurationFault.Quote(address.Value), "at most 11 characters while Ton is 5 (a name)");
        }

        return address;
    }

    private static LinkPlan Link(SectionReader link, string operatorName)
    {
        var outbind = link.IsAbsent("Outbind") ? null : link.Section("Outbind", Outbind);
        var hosts = outbind is null ? Hosts(link) : [$"{outbind.Listen?.Address}"];
        return new()
        {
            Operator = operatorName,
            Name = link.Name,
            Host = hosts[0],
            Hosts = hosts,
            Port = outbind is null ? link.Required("Port", Kinds.Whole(1, 65535)) : outbind.Listen?.Port ?? 0,
            Outbind = outbind is null ? null : Calling(link, outbind),
            Bind = link.Optional("Bind", Kinds.OneOf(
                ("transceiver", BindMode.Transceiver), ("receiver", BindMode.Receiver), ("transmitter", BindMode.Transmitter)),
                    BindMode.Transceiver),
            // Sizes of the bind PDU (SMPP v3.4 §4.1.1), the NUL not counted.
            SystemId = link.Required("SystemId", Kinds.Ascii(1, 15)),
            Password = link.InlineOrFile("Password", Kinds.Ascii(1, 8)),
            SystemType = link.Optional("SystemType", Kinds.Ascii(0, 12), ""),
            InterfaceVersion = link.Optional("InterfaceVersion", Kinds.OneOf(("3.4", (byte)0x34), ("5.0", (byte)0x50)), (byte)0x34),
            PeerVersion = link.Optional(
                "PeerVersion", Kinds.OneOf(("3.3", (byte)0x33), ("3.4", (byte)0x34), ("5.0", (byte)0x50)), (byte)0x33),
            Window = link.Optional("Window", Kinds.Whole(1, 10_000), 10),
            SessionInit = link.Optional("SessionInit", Kinds.Duration(Milliseconds(100), Minutes(5)), Seconds(10)),
            EnquireLink = link.Optional("EnquireLink", Kinds.Duration(Milliseconds(100), Minutes(10)), Seconds(15)),
            ResponseTimeout = link.Optional("ResponseTimeout", Kinds.Duration(Milliseconds(100), Minutes(5)), Seconds(10)),
            Inactivity = link.OrNull("Inactivity", Kinds.Duration(Seconds(1), Hours(24))),
            Reconnect = link.Section("Reconnect", Reconnect),
            Tls = link.IsAbsent("Tls") ? null : link.Section("Tls", tls => Tls(tls, called: outbind is not null)),
        };
    }

    /// <summary>Host, or Hosts; never empty.</summary>
    private static IReadOnlyList<string> Hosts(SectionReader link)
    {
        if (link.IsAbsent("Hosts")) return [link.Required("Host", Kinds.Host)];
        if (!link.IsAbsent("Host")) link.Fault("Hosts", "found beside Host", "exactly one of Host and Hosts");
        var hosts = link.Each("Hosts", Kinds.Host, []);
        if (hosts.Count == 0) link.Fault("Hosts", "found no host", "an array, each element " + Kinds.Host.Allowed);
        return hosts.Count == 0 ? [""] : hosts;
    }

    private static OutbindPlan Calling(SectionReader link, OutbindPlan outbind)
    {
        foreach (var key in (string[])["Host", "Hosts", "Port"])
        {
            if (!link.IsAbsent(key)) link.Fault(key, "found beside Outbind", "nothing here: with Outbind it is the operator that calls");
        }

        return outbind;
    }

    private static OutbindPlan Outbind(SectionReader outbind)
    {
        var plan = new OutbindPlan(
            outbind.Required("Listen", Kinds.EndPoint), outbind.Each("From", Kinds.IpNetwork, []),
                outbind.Required("SystemId", Kinds.Ascii(1, 15)),
            outbind.InlineOrFile("Password", Kinds.Ascii(0, 8)));
        if (outbind.IsAbsent("From")) outbind.Fault("From", "missing", "an array, each element " + Kinds.IpNetwork.Allowed);
        return plan;
    }

    private static ReconnectPlan Reconnect(SectionReader reconnect)
    {
        var wait = Kinds.Duration(Milliseconds(10), Hours(1));
        var plan = new ReconnectPlan(
            reconnect.Optional("Min", wait, Milliseconds(250)), reconnect.Optional("Max", wait, Seconds(30)),
                reconnect.Optional("Refused", wait, Seconds(30)));
        if (plan.Min > plan.Max) reconnect.Fault("Min", $"found {plan.Min}, more than Max", $"at most Max, which is {plan.Max}");
        return plan;
    }

    /// <param name="called">The operator calls, so it is we who show a certificate first (RFC 8446 §2).</param>
    private static TlsPlan? Tls(SectionReader tls, bool called)
    {
        var enabled = tls.Required("Enabled", Kinds.Flag);
        var plan = new TlsPlan(
            tls.Optional<string?>("ServerName", Kinds.Host!, null), tls.ExistingFile("CaFile"), tls.ExistingFile("CertificateFile"),
                tls.ExistingFile("KeyFile"));
        if (tls.IsAbsent("CertificateFile") != tls.IsAbsent("KeyFile"))
        {
            tls.Fault(tls.IsAbsent("KeyFile") ? "KeyFile" : "CertificateFile", "missing", "both CertificateFile and KeyFile, or neither");
        }
        if (called && enabled && tls.IsAbsent("CertificateFile") && tls.IsAbsent("KeyFile"))
        {
            tls.Fault("CertificateFile", "missing",
                "a readable file, and KeyFile: with Outbind the operator calls and wants to see our certificate");
        }
        if (called && !tls.IsAbsent("ServerName") && tls.IsAbsent("CaFile"))
        {
            tls.Fault("ServerName", "found without CaFile", "CaFile beside it: with Outbind only that has the caller show a certificate");
        }
        return enabled ? plan : null;
    }
}
