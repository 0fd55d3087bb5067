using Bridge.Tests.Support;

namespace Bridge.Tests.Centre;

[Trait("Speed", "rooms")]
public sealed class CommandExecutorTests
{
    /// <summary>A command that can be read and that nobody carries out would be refused as one of another version.</summary>
    [Fact]
    public async Task Every_command_is_carried_out()
    {
        using var folder = new TempFolder();
        await using var rooms = Rooms.Open(folder);

        foreach (var command in BusDocumentTests.SampleCommands)
        {
            var verdict = await rooms.ExecuteAsync(command);
            verdict.Problems.ShouldNotContain(problem => problem.StartsWith("$.type", StringComparison.Ordinal), command.CommandName);
        }
    }
}
