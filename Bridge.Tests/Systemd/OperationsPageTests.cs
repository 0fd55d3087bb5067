using System.Text.Json;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Systemd;

public sealed class OperationsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations.md"));

    /// <summary>The reader itself says which keys there are, when asked for one that is not.</summary>
    [Theory]
    [InlineData("Bridge")]
    [InlineData("Bridge:Operators:peak-fixed")]
    [InlineData("Bridge:Operators:peak-fixed:Sender")]
    [InlineData("Bridge:Operators:peak-fixed:ActivationSender")]
    [InlineData("Bridge:Operators:peak-fixed:Links:a")]
    [InlineData("Bridge:Operators:peak-fixed:Links:a:Reconnect")]
    [InlineData("Bridge:Operators:peak-fixed:Links:a:Tls")]
    [InlineData("Bridge:Operators:peak-fixed:Links:a:Outbind")]
    [InlineData("Bridge:Store")]
    [InlineData("Bridge:Bus")]
    [InlineData("Bridge:Http")]
    [InlineData("Bridge:Dedupe")]
    [InlineData("Bridge:Assembly")]
    [InlineData("Bridge:Confirmation")]
    [InlineData("Bridge:Conversation")]
    [InlineData("Bridge:Registration")]
    [InlineData("Bridge:Notices")]
    [InlineData("Bridge:Notices:unavailable")]
    [InlineData("Bridge:Notices:outside-hong-kong")]
    public void Every_key_of_the_configuration_is_on_the_page(string section)
    {
        var unknown = $"{section}:NoSuchKey";
        var fault = BridgeConfiguration.Read(SamplePlan.File, [$"--{unknown}=1"]).Faults.Single(f => f.Path == unknown);

        foreach (var key in fault.Allowed.Split(", ")) Page.ShouldContain(key);
    }

    [Fact]
    public void Every_fault_of_a_peer_is_on_the_page_as_its_metric_calls_it()
    {
        foreach (var fault in Enum.GetNames<SessionFault>()) Page.ShouldContain($"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(fault)}`");
    }
}
