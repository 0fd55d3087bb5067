using System.CommandLine;
using Bridge.Worker.Decode;

namespace Bridge.Worker.Hosting;

/// <summary>The commands of `bridge` (contract §1).</summary>
internal sealed class BridgeCommandLine
{
    private readonly ConfiguredCommands _configured = new();
    private readonly RootCommand _root;

    public BridgeCommandLine()
    {
        var daemon = new DaemonCommands();
        var records = new RecordsCommands(_configured);
        _root = new("The 992 bridge: takes emergency texts from the operators' SMSCs and hands them to the report centre.")
        {
            _configured.WithLayers(
                new Command("run", "Runs the daemon until SIGTERM or SIGINT, then drains. Also what `bridge` alone does."), RunAsync),
            _configured.WithLayers(
                new Command("check", "Validates the configuration and prints every problem; starts nothing."),
                (parsed, _) => Task.FromResult(Check(parsed))),
            Decode(),
            daemon.Status(),
            records.Unanswered(),
            daemon.Links(),
            records.Hold(),
            records.Evidence(),
            records.Statistics(),
            new Command("subscribers", "Who is registered for the service.") { ImportSubscribers() },
        };
        _configured.WithLayers(_root, RunAsync);
    }

    public async Task<int> InvokeAsync(string[] args)
    {
        var parsed = _root.Parse(args);
        if (parsed.Errors.Count == 0 && FindStray(parsed.UnmatchedTokens) is { } stray)
        {
            await Console.Error.WriteLineAsync(
                $"'{stray}' is neither a command, an option nor a key of the configuration (--Bridge:KEY=VALUE).");
            return ExitCodes.Usage;
        }

        // No termination timeout: the host handles the signals itself, and a drain takes longer than the two seconds of the default.
        var exit = await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exit;
    }

    /// <summary>
    /// The first token that is no --Bridge:KEY=VALUE or --Bridge:KEY VALUE. The configuration of .NET would ignore it without a word.
    /// </summary>
    private static string? FindStray(IReadOnlyList<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].StartsWith("--Bridge:", StringComparison.OrdinalIgnoreCase)
                && !tokens[i].StartsWith("--Logging:", StringComparison.OrdinalIgnoreCase))
            {
                return tokens[i];
            }

            if (!tokens[i].Contains('=') && ++i == tokens.Count) return tokens[i - 1];
        }

        return null;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancel) => _configured.RunAsync(
        parsed, (plan, layers) => BridgeHost.RunAsync(plan, layers, parsed.Error(), cancel));

    private int Check(ParseResult parsed)
    {
        var reading = _configured.Read(parsed);
        ConfiguredCommands.Print(reading.Faults, parsed.Output());
        return reading.IsSound ? ExitCodes.Ok : ExitCodes.Configuration;
    }

    private static Command Decode()
    {
        var hex = new Argument<string[]>("HEX")
        {
            Description = "Octets in hexadecimal; standard input (hexadecimal, pcap, pcapng) when there are none.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var alphabet = new Option<string?>("--alphabet")
        {
            Description = "What data_coding 0 means: gsm7, gsm7-packed, ascii, latin1.",
            HelpName = "A",
        };
        var decode = new Command(
            "decode", "Prints SMPP PDUs, from hexadecimal or a capture file on standard input, or a UDH and body, field by field.")
        {
            hex,
            alphabet,
        };
        decode.SetAction(parsed => DecodeCommand.Run(
            parsed.GetValue(hex) ?? [], parsed.GetValue(alphabet), Console.OpenStandardInput(), parsed.Output(), parsed.Error()));
        return decode;
    }

    private Command ImportSubscribers()
    {
        var file = new Argument<string>("FILE.csv")
        {
            Description = "UTF-8; the first row names the columns: msisdn, operator, name, address, language, contacts, notify.",
        };
        var checkOnly = new Option<bool>("--check") { Description = "Only reads the file and names what is wrong with it." };
        var import = new Command(
            "import", "Registers everyone in a file. A bad row is named by its line and column; nothing else of the file is lost.")
        {
            file,
            checkOnly,
        };
        return _configured.WithPlan(import, (plan, parsed, cancel) => SubscribersCommand.ImportAsync(
            plan,
            parsed.GetRequiredValue(file),
            parsed.GetValue(checkOnly),
            TimeProvider.System,
            parsed.Output(),
            parsed.Error(),
            cancel));
    }
}
