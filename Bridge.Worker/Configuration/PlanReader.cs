using static Bridge.Worker.Configuration.Spans;

namespace Bridge.Worker.Configuration;

/// <summary>The keys of section Bridge: what each allows and what it is when absent. docs/operations.md lists the same table.</summary>
internal static class PlanReader
{
    /// <summary>Only to be used when no fault was noted.</summary>
    public static BridgePlan Read(IConfiguration configuration, ICollection<ConfigurationFault> faults, SecretFiles files)
    {
        var section = configuration.GetSection("Bridge");
        if (section.Value is { } written) faults.Add(new(section.Path, ConfigurationFault.Quote(written), "an object"));
        return SectionReader.Whole(section, faults, files, Bridge);
    }

    private static BridgePlan Bridge(SectionReader bridge)
    {
        var shortCode = bridge.Optional("ShortCode", Kinds.Digits(1, 20), "992");
        var confirmation = bridge.Section("Confirmation", s => (
            WarnAfter: s.Optional("WarnAfter", Kinds.Duration(Milliseconds(100), Hours(24)), Minutes(1)),
            Deadline: s.Optional("Deadline", Kinds.Duration(Milliseconds(100), Hours(24)), Minutes(5))));
        var plan = new BridgePlan
        {
            NodeName = bridge.Optional("NodeName", Kinds.NodeName, Environment.MachineName),
            ShortCode = shortCode,
            Operators = bridge.Named("Operators", o => OperatorReader.Read(o, shortCode)),
            Store = bridge.Section("Store", Store),
            Bus = bridge.Section("Bus", Bus),
            Http = bridge.Section("Http", Http),
            // The guide has people send again after five minutes: that must never count as the same text.
            DedupeWindow = bridge.Section("Dedupe", s => s.Optional("Window", Kinds.Duration(Milliseconds(100), Minutes(4)), Minutes(2))),
            AssemblyWait = bridge.Section("Assembly", s => s.Optional("Wait", Kinds.Duration(Milliseconds(100), Minutes(5)), Seconds(15))),
            WarnAfter = confirmation.WarnAfter,
            ConfirmationDeadline = confirmation.Deadline,
            OutageAtLeast = bridge.Section("Outage", s => s.Optional("AtLeast", Kinds.Duration(Seconds(1), Hours(1)), Seconds(10))),
            ConversationIdle = bridge.Section("Conversation", s => s.Optional("Idle", Kinds.Duration(Seconds(1), Days(7)), Hours(2))),
            Replies = bridge.Section("Replies", s => new ReplyPlan(
                s.Optional("FallbackAfter", Kinds.DurationOrOff(TimeSpan.Zero, Days(7)), Minutes(1)),
                s.Optional("WarnAfter", Kinds.DurationOrOff(Seconds(1), Days(7)), Minutes(1)))),
            ActivateWithin = bridge.Section(
                "Registration", s => s.Optional("ActivateWithin", Kinds.Duration(Minutes(1), Days(30)), Days(3))),
            Retention = bridge.Optional("Retention", Kinds.Duration(Seconds(1), Days(3650)), Days(30)),
            Shutdown = bridge.Optional("Shutdown", Kinds.Duration(TimeSpan.Zero, Minutes(5)), Seconds(10)),
            HomeNetworks = bridge.Each("HomeNetworks", Kinds.NetworkPrefix, ["454", "455"]),
            TestSenders = bridge.Each("TestSenders", Kinds.Msisdn, []).ToHashSet(),
            Notices = bridge.Section("Notices", NoticeReader.Read),
        };
        foreach (var op in plan.Operators.Where(op => op.Heartbeat is not null && plan.TestSenders.Count == 0))
        {
            // Its heartbeats would come to the centre as calls for help.
            bridge.Fault($"Operators:{op.Name}:Heartbeat", "found while TestSenders names nobody",
                "this only with the number in TestSenders that sends the heartbeats");
        }

        return plan;
    }

    private static StorePlan Store(SectionReader store)
    {
        var kind = store.Optional("Kind", Kinds.OneOf(("sqlite", "sqlite"), ("postgres", "postgres")), "sqlite");
        var path = store.Optional("Path", Kinds.Path, "var/bridge.db");
        if (Directory.Exists(path)) store.Fault("Path", ConfigurationFault.Quote(path) + ", which is a directory", "the path of a file");
        if (kind == "postgres") store.Fault("Kind", ConfigurationFault.Quote(kind) + ", which this version does not support yet", "sqlite");
        return new(kind, path);
    }

    private static BusPlan Bus(SectionReader bus)
    {
        var kind = bus.Optional("Kind", Kinds.OneOf(("embedded", "embedded"), ("rabbitmq", "rabbitmq")), "embedded");
        var brokerNamed = !bus.IsAbsent("Uri") || !bus.IsAbsent("UriFile");
        return new(kind, kind == "rabbitmq" || brokerNamed ? bus.InlineOrFile("Uri", Kinds.Amqp) : null);
    }

    private static HttpPlan Http(SectionReader http)
    {
        var listen = http.Optional("Listen", Kinds.Listen, new Uri("http://127.0.0.1:9920"));
        var token = http.FromFile("TokenFile", Kinds.Token);
        if (!listen.IsLoopback && http.IsAbsent("TokenFile"))
        {
            http.Fault("TokenFile", $"missing, while Listen is {listen.Authority}",
                "the path of a file with a bearer token; only a loopback Listen may do without");
        }
        return new(listen, token);
    }
}
