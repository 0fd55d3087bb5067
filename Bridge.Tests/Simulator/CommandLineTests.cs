using Bridge.Protocol.Smpp;
using Bridge.Simulator.CommandLine;

namespace Bridge.Tests.Simulator;

[Trait("Speed", "rooms")]
public class CommandLineTests
{
    [Theory]
    [InlineData("load --rate fast", "--rate: 'fast' is not a number")]
    [InlineData("load --window 0", "--window: '0' is not a whole number from 1 to 10000")]
    [InlineData("load --parts 1.5", "--parts: '1.5' is not a number from 0 to 1")]
    [InlineData("load --duration soon", "--duration: 'soon' is not a duration")]
    [InlineData("load --amqp http://127.0.0.1", "--amqp: 'http://127.0.0.1' is not amqp://… or amqps://…")]
    [InlineData("load --kill-every 1s", "--kill-every: only with --spawn")]
    [InlineData("smsc --port 65536", "--port: '65536' is not a whole number from 0 to 65535")]
    [InlineData("smsc --refuse-bind ESME_RNOSUCH", "--refuse-bind: 'ESME_RNOSUCH' is not a command_status")]
    [InlineData("smsc --refuse-bind ESME_ROK", "--refuse-bind: 'ESME_ROK' is not a command_status")]
    [InlineData("smsc --hang forever", "--hang: 'forever' is not connection, bind, session, submit")]
    [InlineData("smsc --receipt-state FAILED", "--receipt-state: 'FAILED' is not DELIVRD")]
    [InlineData("smsc --heartbeat never", "--heartbeat: 'never' is not a duration such as 30s or 5m")]
    [InlineData("smsc --heartbeat 0s", "--heartbeat: '0s' is not a duration such as 30s or 5m")]
    [InlineData("smsc --heartbeat 5m --heartbeat-sender +852", "--heartbeat-sender: one to eighteen digits")]
    [InlineData("smsc --listen localhost", "--listen: not an IP address")]
    [InlineData("centre --url ftp://127.0.0.1", "--url: 'ftp://127.0.0.1' is not http://… or https://…")]
    [InlineData("demo --port 0", "--port: '0' is not a whole number from 1 to 65535")]
    [InlineData("demo --twice", "--twice")]
    public async Task A_mistake_is_named_with_what_is_allowed_and_nothing_starts(string line, string said)
    {
        var errors = new StringWriter();
        var output = new StringWriter();

        var code = await SimulatorCommand.RunAsync(line.Split(' '), output, errors, TimeProvider.System);

        code.ShouldBe(SimulatorCommand.UsageError);
        errors.ToString().ShouldContain(said);
        errors.ToString().ShouldContain("--help");
        output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        var errors = new StringWriter();

        await SimulatorCommand.RunAsync(
            ["smsc", "--port", "x", "--chop", "-1", "--late-ms", "soon"], TextWriter.Null, errors, TimeProvider.System);

        errors.ToString().ShouldContain("--port");
        errors.ToString().ShouldContain("--chop");
        errors.ToString().ShouldContain("--late-ms");
    }

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("1.5s", 1_500)]
    [InlineData("2m", 120_000)]
    [InlineData("00:00:05", 5_000)]
    public void Durations_are_written_short_or_long(string word, int milliseconds) =>
        Options.ParseDuration(word).ShouldBe((true, TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("s")]
    [InlineData("5 days")]
    [InlineData("999999999h")]
    [InlineData("-00:00:05")]
    public void What_is_no_duration_is_none(string word) => Options.ParseDuration(word).Valid.ShouldBeFalse();

    [Theory]
    [InlineData("ESME_RINVPASWD", CommandStatus.InvPaswd)]
    [InlineData("esme_rthrottled", CommandStatus.Throttled)]
    [InlineData("0x0D", CommandStatus.BindFail)]
    [InlineData("13", CommandStatus.BindFail)]
    [InlineData("0x400", (CommandStatus)0x400)]
    public void A_status_is_a_name_of_the_spec_or_a_number(string word, CommandStatus status) =>
        Options.ParseStatus(word).ShouldBe((true, status));

    [Fact]
    public async Task A_taken_port_is_said_plainly()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var errors = new StringWriter();

        var code = await SimulatorCommand.RunAsync(["demo", "--once", "--port", $"{port}"], TextWriter.Null, errors, TimeProvider.System);

        code.ShouldBe(SimulatorCommand.Unavailable);
        errors.ToString().ShouldContain($"Port {port} on 127.0.0.1 is taken");
        errors.ToString().ShouldContain("--port");
    }
}
