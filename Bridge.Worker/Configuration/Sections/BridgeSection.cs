namespace Bridge.Worker.Configuration.Sections;

/// <summary>Section Bridge, the root.</summary>
internal static class BridgeSection
{
    public const string Path = "Bridge";

    public static readonly KeyTable Keys = new();

    private static readonly Key<string?> NodeName = Keys.OrNull("NodeName", Kinds.NodeName, "the machine's name",
        "The name of this node. The `source` of its events is `/bridge/` and this name.");

    private static readonly Key<string> ShortCode = Keys.Optional("ShortCode", Kinds.Digits(1, 20), "992",
        "The number that people text. A text to another destination is forwarded all the same, and its report says so.");

    private static readonly SectionKey Operators = Keys.Named("Operators", "no operators",
        "The telephone operators. The name is a word of routing keys and a label of metrics.", OperatorSection.Keys);

    private static readonly SectionKey Store = Keys.Section("Store", "its defaults", "Where texts and events are kept.", StoreSection.Keys);

    private static readonly SectionKey Bus = Keys.Section("Bus", "its defaults", "How events reach the report centre.", BusSection.Keys);

    private static readonly SectionKey Http = Keys.Section("Http", "its defaults",
        "Where metrics, health, the centre's endpoints and the desk are served.", HttpSection.Keys);

    private static readonly SectionKey Dedupe = Keys.Group("Dedupe");
    private static readonly Key<TimeSpan> DedupeWindow = Dedupe.Keys.Optional(
        "Window", Kinds.Duration("00:00:00.100", "00:04:00"), "00:02:00",
        "How long an identical text of one sender counts as the same text. The guide has people send again after five minutes, "
        + "and that must never count as the same text.");

    private static readonly SectionKey Assembly = Keys.Group("Assembly");
    private static readonly Key<TimeSpan> AssemblyWait = Assembly.Keys.Optional(
        "Wait", Kinds.Duration("00:00:00.100", "00:05:00"), "00:00:15",
        "How long the parts of a long text are waited for, counted from the first. Then what is there is released.");

    private static readonly SectionKey Confirmation = Keys.Group("Confirmation");
    private static readonly Key<TimeSpan> WarnAfter = Confirmation.Keys.Optional(
        "WarnAfter", Kinds.Duration("00:00:00.100", "1.00:00:00"), "00:01:00",
        "The age at which a report that nobody at the centre has taken raises `report.overdue` with stage `not-taken`.");
    private static readonly Key<TimeSpan> ConfirmationDeadline = Confirmation.Keys.Optional(
        "Deadline", Kinds.Duration("00:00:00.100", "1.00:00:00"), "00:05:00",
        "The age at which a report that is not confirmed raises `report.overdue` with stage `breach`; "
        + "half of it is that of stage `warning`.");

    private static readonly SectionKey Outage = Keys.Group("Outage");
    private static readonly Key<TimeSpan> OutageAtLeast = Outage.Keys.Optional(
        "AtLeast", Kinds.Duration("00:00:01", "01:00:00"), "00:00:10",
        "How long an outage has to have lasted for `outage.ended` to be raised at its end.");

    private static readonly SectionKey Conversation = Keys.Group("Conversation");
    private static readonly Key<TimeSpan> ConversationIdle = Conversation.Keys.Optional(
        "Idle", Kinds.Duration("00:00:01", "7.00:00:00"), "02:00:00",
        "The silence after which the next text of a sender opens a new conversation.");

    private static readonly SectionKey Replies = Keys.Group("Replies");
    private static readonly Key<TimeSpan?> FallbackAfter = Replies.Keys.Optional(
        "FallbackAfter", Kinds.DurationOrOff("00:00:00", "7.00:00:00"), "00:01:00",
        "How long the operator of a sender may have had no bound transmitting link before another operator takes a reply; "
        + "`off`: no other ever does.");
    private static readonly Key<TimeSpan?> ReplyWarnAfter = Replies.Keys.Optional(
        "WarnAfter", Kinds.DurationOrOff("00:00:01", "7.00:00:00"), "00:01:00",
        "The age at which a reply that is not delivered raises `reply.failed` with `final: false`; `off`: only its end is told.");

    private static readonly SectionKey Registration = Keys.Group("Registration");
    private static readonly Key<TimeSpan> ActivateWithin = Registration.Keys.Optional(
        "ActivateWithin", Kinds.Duration("00:01:00", "30.00:00:00"), "3.00:00:00",
        "How long an activation text is tried. Then the centre is told that the registration failed.");

    private static readonly Key<TimeSpan> Retention = Keys.Optional(
        "Retention", Kinds.Duration("00:00:01", "3650.00:00:00"), "30.00:00:00",
        "How long after the newest activity of a conversation its personal data (texts, numbers, PDUs, names, addresses) are erased.");

    private static readonly Key<TimeSpan> Shutdown = Keys.Optional(
        "Shutdown", Kinds.Duration("00:00:00", "00:05:00"), "00:00:10", "How long a drain may take.");

    private static readonly Key<IReadOnlyList<string>> HomeNetworks = Keys.Array("HomeNetworks", Kinds.NetworkPrefix, ["454", "455"],
        "The serving networks that count as Hong Kong.");

    private static readonly Key<IReadOnlyList<string>> TestSenders = Keys.Array("TestSenders", Kinds.Msisdn, [],
        "Numbers whose texts are tests: reported with `test: true`, and never overdue. `+` and `00` may stand before the country code; "
        + "8 digits are a number of Hong Kong.");

    private static readonly SectionKey Notices = Keys.Section("Notices", "its defaults",
        "The automatic texts; see [Automatic texts](operations.md#automatic-texts).", NoticesSection.Keys);

    /// <summary>The plan must not be used when a fault was noted.</summary>
    public static BridgePlan Read(IConfiguration configuration, ICollection<ConfigurationFault> faults, SecretFiles files)
    {
        var section = configuration.GetSection(Path);
        if (section.Value is { } written) faults.Add(new(section.Path, ConfigurationFault.Quote(written), "an object"));
        return SectionReader.ReadWhole(section, Keys, faults, files, Read);
    }

    private static BridgePlan Read(SectionReader bridge)
    {
        var shortCode = bridge.Read(ShortCode);
        var confirmation = bridge.Section(Confirmation, s => (WarnAfter: s.Read(WarnAfter), Deadline: s.Read(ConfirmationDeadline)));
        var plan = new BridgePlan
        {
            NodeName = bridge.Read(NodeName) ?? Environment.MachineName,
            ShortCode = shortCode,
            Operators = bridge.Named(Operators, op => OperatorSection.Read(op, shortCode)),
            Store = bridge.Section(Store, StoreSection.Read),
            Bus = bridge.Section(Bus, BusSection.Read),
            Http = bridge.Section(Http, HttpSection.Read),
            DedupeWindow = bridge.Section(Dedupe, s => s.Read(DedupeWindow)),
            AssemblyWait = bridge.Section(Assembly, s => s.Read(AssemblyWait)),
            WarnAfter = confirmation.WarnAfter,
            ConfirmationDeadline = confirmation.Deadline,
            OutageAtLeast = bridge.Section(Outage, s => s.Read(OutageAtLeast)),
            ConversationIdle = bridge.Section(Conversation, s => s.Read(ConversationIdle)),
            Replies = bridge.Section(Replies, s => new ReplyPlan(s.Read(FallbackAfter), s.Read(ReplyWarnAfter))),
            ActivateWithin = bridge.Section(Registration, s => s.Read(ActivateWithin)),
            Retention = bridge.Read(Retention),
            Shutdown = bridge.Read(Shutdown),
            HomeNetworks = bridge.Read(HomeNetworks),
            TestSenders = bridge.Read(TestSenders).ToHashSet(),
            Notices = bridge.Section(Notices, NoticesSection.Read),
        };
        foreach (var op in plan.Operators.Where(op => op.Heartbeat is not null && plan.TestSenders.Count == 0))
        {
            // Its test texts would come to the centre as calls for help.
            bridge.Fault($"{Operators.Name}:{op.Name}:{OperatorSection.Heartbeat.Name}", "found while TestSenders names nobody",
                "this only with the number in TestSenders that sends the heartbeats");
        }

        return plan;
    }
}
