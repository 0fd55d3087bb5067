using System.Text.Json;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Systemd;

[Trait("Speed", "unit")]
public sealed class OperationsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations.md"));

    [Fact]
    public void Every_fault_of_a_peer_is_on_the_page_as_its_metric_calls_it()
    {
        foreach (var fault in Enum.GetNames<SessionFault>()) Page.ShouldContain($"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(fault)}`");
    }
}
