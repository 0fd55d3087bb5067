using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Support;

/// <summary>A checked configuration with one mobile operator, for tests of the rooms behind it.</summary>
internal static class TestPlan
{
    public const string Mobile = "harbour-mobile";
    public const string Fixed = "lion-fixed";

    public static BridgePlan Create(string storePath, bool receipts = true) => new()
    {
        NodeName = "test-node",
        ShortCode = "992",
        Operators = [Operator(Mobile, Network.Mobile, receipts), Operator(Fixed, Network.Fixed, receipts)],
        Store = new StorePlan("sqlite", storePath),
        Bus = new BusPlan("embedded", null),
        Http = new HttpPlan(new Uri("http://127.0.0.1:0"), null),
        DedupeWindow = TimeSpan.FromMinutes(2),
        AssemblyWait = TimeSpan.FromSeconds(15),
        WarnAfter = TimeSpan.FromMinutes(1),
        ConfirmationDeadline = TimeSpan.FromMinutes(5),
        OutageAtLeast = TimeSpan.FromSeconds(10),
        ConversationIdle = TimeSpan.FromHours(2),
        ActivateWithin = TimeSpan.FromDays(3),
        Retention = TimeSpan.FromDays(30),
        Replies = new ReplyPlan(FallbackAfter: TimeSpan.FromMinutes(1), WarnAfter: TimeSpan.FromMinutes(1)),
        Shutdown = TimeSpan.FromSeconds(10),
        HomeNetworks = ["454", "455"],
        TestSenders = new HashSet<string>(StringComparer.Ordinal) { "85290000000" },
        Notices = new Dictionary<string, NoticePlan>(StringComparer.Ordinal),
    };

    private static OperatorPlan Operator(string name, Network network, bool receipts) => new()
    {
        Name = name,
        Network = network,
        DefaultAlphabet = Alphabet.Gsm7,
        Sender = new Address(3, 0, "992"),
        ActivationSender = null,
        TemporaryError = CommandStatus.SysErr,
        ReceiptIdFormat = ReceiptIdFormat.Same,
        Receipts = receipts,
        SubmitRate = null,
        LongText = LongTextForm.Udh,
        Displays = network == Network.Fixed ? Displays.BasicPlane : Displays.All,
        Heartbeat = null,
        ServingNetworkTag = 0x1403,
        OutsidePrefixes = [],
        Links = [],
    };
}
