namespace Bridge.Worker.Configuration.Sections;

/// <summary>Section Bridge:Bus.</summary>
internal static class BusSection
{
    private const string Embedded = "embedded";
    private const string RabbitMq = "rabbitmq";

    public static readonly KeyTable Keys = new();

    private static readonly Key<string> Kind = Keys.Optional("Kind", Kinds.OneOf(Embedded, RabbitMq), Embedded,
        "Whether events go to a broker. The endpoints of the embedded bus are served in either case.");

    private static readonly SecretKey<Uri> Uri = Keys.Secret("Uri", Kinds.Amqp, "none; required for rabbitmq", "The broker.");

    public static BusPlan Read(SectionReader bus)
    {
        var kind = bus.Read(Kind);
        var isBrokerNamed = !bus.IsAbsent(Uri) || !bus.IsAbsent(Uri.File);
        return new(kind, kind == RabbitMq || isBrokerNamed ? bus.Read(Uri) : null);
    }
}
