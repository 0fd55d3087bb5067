using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Configuration.Sections;

/// <summary>
/// Section Bridge:Operators:NAME:Links:NAME. The sizes of SystemId, Password and SystemType are those of the bind PDU, the NUL not counted
/// (SMPP v3.4 §4.1.1).
/// </summary>
internal static class LinkSection
{
    public static readonly KeyTable Keys = new();

    private static readonly Key<string> Host = Keys.Required("Host", Kinds.Host, "Where the SMSC is; not with `Hosts` or `Outbind`.");

    private static readonly Key<IReadOnlyList<string>> Hosts = Keys.Array("Hosts", Kinds.Host, [],
        "Instead of `Host`: `[\"smsc-1.example\", \"smsc-2.example\"]`, tried in turn.");

    private static readonly Key<int> Port = Keys.Required("Port", Kinds.WholeNumber(1, 65535), "Its TCP port; not with `Outbind`.");

    private static readonly SectionKey Outbind = Keys.Section("Outbind", "none",
        "Instead of `Host` and `Port`, for an operator that calls us (outbind, SMPP v3.4 §4.1.7).", OutbindSection.Keys);

    private static readonly Key<BindMode> Bind = Keys.Optional("Bind",
        Kinds.OneOf(
            ("transceiver", BindMode.Transceiver), ("receiver", BindMode.Receiver), ("transmitter", BindMode.Transmitter)),
        "transceiver", "What the link carries: everything, only what comes from the operator, or only what goes to it.");

    private static readonly Key<string> SystemId = Keys.Required("SystemId", Kinds.Ascii(1, 15), "The name that we bind with.");

    private static readonly Key<string> Password = Keys.Secret(
        "Password", Kinds.Ascii(1, 8), "required", "The password that we bind with.");

    private static readonly Key<string> SystemType = Keys.Optional(
        "SystemType", Kinds.Ascii(0, 12), "", "The system_type that we bind with.");

    private static readonly Key<byte> InterfaceVersion = Keys.Optional("InterfaceVersion",
        Kinds.OneOf<byte>(("3.4", 0x34), ("5.0", 0x50)), "3.4", "The version of SMPP that we say we speak.");

    private static readonly Key<byte> PeerVersion = Keys.Optional("PeerVersion",
        Kinds.OneOf<byte>(("3.3", 0x33), ("3.4", 0x34), ("5.0", 0x50)), "3.3",
        "The version that the SMSC speaks where its bind_resp does not say (sc_interface_version). With `3.3` no TLV is sent: "
        + "long replies go as `udh` whatever `LongText` says (event 1017).");

    private static readonly Key<int> Window = Keys.Optional("Window", Kinds.WholeNumber(1, 10_000), "10",
        "How many of our requests may be unanswered on the link. The operator bounds its own.");

    private static readonly Key<TimeSpan> SessionInit = Keys.Optional(
        "SessionInit", Kinds.Duration("00:00:00.100", "00:05:00"), "00:00:10",
        "How long it may take from the connection to the finished bind, and as long again for the connection itself.");

    private static readonly Key<TimeSpan> EnquireLink = Keys.Optional(
        "EnquireLink", Kinds.Duration("00:00:00.100", "00:10:00"), "00:00:15", "The silence after which enquire_link is sent.");

    private static readonly Key<TimeSpan> ResponseTimeout = Keys.Optional(
        "ResponseTimeout", Kinds.Duration("00:00:00.100", "00:05:00"), "00:00:10",
        "How long an answer to one of our requests is waited for.");

    private static readonly Key<TimeSpan?> Inactivity = Keys.OrNull("Inactivity", Kinds.Duration("00:00:01", "1.00:00:00"), "never",
        "A link that carries nothing but enquire_link for so long is closed and bound anew.");

    private static readonly SectionKey Reconnect = Keys.Group("Reconnect");
    private static readonly Key<TimeSpan> ReconnectMin = Reconnect.Keys.Optional(
        "Min", Kinds.Duration("00:00:00.010", "01:00:00"), "00:00:00.250",
        "The longest wait before the first try after a lost connection; it doubles with each try, up to `Reconnect:Max`.");
    private static readonly Key<TimeSpan> ReconnectMax = Reconnect.Keys.Optional(
        "Max", Kinds.Duration("00:00:00.010", "01:00:00"), "00:00:30",
        "The longest wait before any try after a lost connection. A bind that holds for so long begins at `Reconnect:Min` again.");
    private static readonly Key<TimeSpan> ReconnectRefused = Reconnect.Keys.Optional(
        "Refused", Kinds.Duration("00:00:00.010", "01:00:00"), "00:00:30",
        "The wait after a bind refused for its credentials; up to a tenth is added.");

    private static readonly SectionKey Tls = Keys.Section("Tls", "off",
        "TLS; [Links](operations.md#links) says what is checked.", TlsSection.Keys);

    public static LinkPlan Read(SectionReader link, string operatorName)
    {
        var outbind = link.SectionOrNull(Outbind, OutbindSection.Read);
        var hosts = outbind is null ? ReadHosts(link) : [$"{outbind.Listen?.Address}"];
        var port = outbind is null ? link.Read(Port) : outbind.Listen?.Port ?? 0;
        if (outbind is not null) NoteWhereToCall(link);
        return new()
        {
            Operator = operatorName,
            Name = link.Name,
            Hosts = hosts,
            Port = port,
            Outbind = outbind,
            Bind = link.Read(Bind),
            SystemId = link.Read(SystemId),
            Password = link.Read(Password),
            SystemType = link.Read(SystemType),
            InterfaceVersion = link.Read(InterfaceVersion),
            PeerVersion = link.Read(PeerVersion),
            Window = link.Read(Window),
            SessionInit = link.Read(SessionInit),
            EnquireLink = link.Read(EnquireLink),
            ResponseTimeout = link.Read(ResponseTimeout),
            Inactivity = link.Read(Inactivity),
            Reconnect = link.Section(Reconnect, ReadReconnect),
            Tls = link.SectionOrNull(Tls, tls => TlsSection.Read(tls, isCalled: outbind is not null)),
        };
    }

    /// <summary>Host, or Hosts; never empty.</summary>
    private static IReadOnlyList<string> ReadHosts(SectionReader link)
    {
        if (link.IsAbsent(Hosts)) return [link.Read(Host)];
        if (!link.IsAbsent(Host)) link.Fault(Hosts, "found beside Host", "exactly one of Host and Hosts");
        var hosts = link.Read(Hosts);
        if (hosts.Count > 0) return hosts;
        link.Fault(Hosts, "found no host", Hosts.Allowed);
        return [""];
    }

    private static void NoteWhereToCall(SectionReader link)
    {
        foreach (var key in (Key[])[Host, Hosts, Port])
        {
            if (!link.IsAbsent(key)) link.Fault(key, "found beside Outbind", "nothing here: with Outbind it is the operator that calls");
        }
    }

    private static ReconnectPlan ReadReconnect(SectionReader reconnect)
    {
        var plan = new ReconnectPlan(reconnect.Read(ReconnectMin), reconnect.Read(ReconnectMax), reconnect.Read(ReconnectRefused));
        if (plan.Min > plan.Max) reconnect.Fault(ReconnectMin, $"found {plan.Min}, more than Max", $"at most Max, which is {plan.Max}");
        return plan;
    }
}
