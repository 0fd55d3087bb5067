using System.Net;

namespace Bridge.Worker.Configuration.Sections;

/// <summary>Section Bridge:Operators:NAME:Links:NAME:Outbind.</summary>
internal static class OutbindSection
{
    public static readonly KeyTable Keys = new();

    private static readonly Key<IPEndPoint> Listen = Keys.Required("Listen", Kinds.EndPoint, "Where we listen for the operator.");

    private static readonly Key<IReadOnlyList<IPNetwork>> From = Keys.RequiredArray("From", Kinds.IpNetwork,
        "The addresses that may call. A connection from another address is closed unread.");

    private static readonly Key<string> SystemId = Keys.Required("SystemId", Kinds.Ascii(1, 15), "The name that the caller has to give.");

    private static readonly Key<string> Password = Keys.Secret(
        "Password", Kinds.Ascii(0, 8), "required", "The password that the caller has to give.");

    public static OutbindPlan Read(SectionReader outbind) => new(
        outbind.Read(Listen), outbind.Read(From), outbind.Read(SystemId), outbind.Read(Password));
}
