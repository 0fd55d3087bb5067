using System.CommandLine;
using Bridge.Worker.Configuration;
using Bridge.Worker.Configuration.Sections;
using Bridge.Worker.Decode;

namespace Bridge.Worker.Hosting;

/// <summary>The commands of `bridge` (contract §1).</summary>
internal sealed class BridgeCommandLine
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = "The JSON file; without it bridge.json here, else /etc/bridge/bridge.json.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _alphabet = new("--alphabet")
    {
        Description = "What data_coding 0 means: gsm7, gsm7-packed, ascii, latin1.",
        HelpName = "A",
    };
    private readonly Argument<string[]> _hex = new("HEX")
    {
        Description = "Octets in hexadecimal; standard input (hexadecimal, pcap, pcapng) when there are none.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<string> _url = new("--url")
    {
        Description = "Where the daemon's Http:Listen is.",
        HelpName = "URL",
        DefaultValueFactory = _ => HttpSection.Listen.Default.GetLeftPart(UriPartial.Authority),
    };
    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        Description = "A file with the bearer token, as Http:TokenFile; for `status` only where a proxy before the daemon wants one.",
        HelpName = "FILE",
    };
    private readonly Argument<string> _link = new("OPERATOR/LINK") { Description = "As in the configuration: harbour-mobile/a." };
    private readonly RootCommand _root;

    public BridgeCommandLine()
    {
        _root = new("The 992 bridge: takes emergency texts from the operators' SMSCs and hands them to the report centre.");
        Layered(_root, RunAsync);
        _root.Add(Layered(
            new Command("run", "Runs the daemon until SIGTERM or SIGINT, then drains. Also what `bridge` alone does."), RunAsync));
        _root.Add(Layered(new Command("check", "Validates the configuration and prints every problem; starts nothing."), (parsed, _) =>
            Task.FromResult(Check(parsed))));
        _root.Add(Decode());
        _root.Add(Status());
        _root.Add(Unanswered());
        _root.Add(Links());
        foreach (var command in new RecordsCommands(Planned).All) _root.Add(command);
        _root.Add(Subscribers());
    }

    public async Task<int> InvokeAsync(string[] args)
    {
        var parsed = _root.Parse(args);
        if (parsed.Errors.Count == 0 && Stray(parsed.UnmatchedTokens) is { } stray)
        {
            await Console.Error.WriteLineAsync(
                $"'{stray}' is neither a command, an option nor a key of the configuration (--Bridge:KEY=VALUE).");
            return ExitCodes.Usage;
        }
        // No termination timeout: the host handles the signals itself, and a drain takes longer than the two seconds given here.
        var exit = await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exit;
    }

    /// <summary>
    /// A command that reads the configuration: what else stands on its command line is the last layer (--Bridge:Http:Listen=…).
    /// </summary>
    private Command Layered(Command command, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        command.Add(_config);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(action);
        return command;
    }

    /// <summary>
    /// The first token that is no --Bridge:KEY=VALUE or --Bridge:KEY VALUE: .NET's own layer would swallow it without a word.
    /// </summary>
    private static string? Stray(IReadOnlyList<string> tokens)
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

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var reading = Read(parsed);
        if (reading.IsSound) return await BridgeHost.RunAsync(reading.Plan, reading.Layers, parsed.InvocationConfiguration.Error, cancel);
        Print(reading.Faults, parsed.InvocationConfiguration.Error);
        return ExitCodes.Configuration;
    }

    private int Check(ParseResult parsed)
    {
        var reading = Read(parsed);
        Print(reading.Faults, parsed.InvocationConfiguration.Output);
        return reading.IsSound ? ExitCodes.Ok : ExitCodes.Configuration;
    }

    private ConfigurationReading Read(ParseResult parsed) => BridgeConfiguration.Read(parsed.GetValue(_config), parsed.UnmatchedTokens);

    private static void Print(IEnumerable<ConfigurationFault> faults, TextWriter output)
    {
        foreach (var fault in faults) output.WriteLine(fault);
    }

    private Command Decode()
    {
        var decode = new Command(
            "decode",
            "Prints SMPP PDUs, from hexadecimal or a capture file on standard input, or a UDH and body, field by field.")
        {
            _hex,
            _alphabet,
        };
        decode.SetAction(parsed =>
            DecodeCommand.Run(
                parsed.GetValue(_hex) ?? [],
                parsed.GetValue(_alphabet),
                Console.OpenStandardInput(),
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error));
        return decode;
    }

    private Command Unanswered()
    {
        var since = new Option<string?>("--since")
        {
            Description = "Texts from this time on, RFC 3339. Default: the last 24 hours.",
            HelpName = "TIME",
        };
        var unanswered = new Command(
            "unanswered",
            "Lists the senders who have no delivered confirmation, the longest waiting first. Prints telephone numbers.")
        {
            since,
        };
        return Planned(
            unanswered,
            (plan, parsed, _) =>
                UnansweredCommand.RunAsync(
                    plan,
                    parsed.GetValue(since),
                    TimeProvider.System,
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error));
    }

    /// <summary>A layered command that needs the configuration to be sound.</summary>
    private Command Planned(Command command, Func<BridgePlan, ParseResult, CancellationToken, Task<int>> action) =>
        Layered(command, (parsed, cancel) =>
    {
        var reading = Read(parsed);
        if (reading.IsSound) return action(reading.Plan, parsed, cancel);
        Print(reading.Faults, parsed.InvocationConfiguration.Error);
        return Task.FromResult(ExitCodes.Configuration);
    });

    private Command Subscribers()
    {
        var file = new Argument<string>("FILE.csv")
        {
            Description = "UTF-8; the first row names the columns: msisdn, operator, name, address, language, contacts, notify.",
        };
        var checkOnly = new Option<bool>("--check") { Description = "Only reads the file and names what is wrong with it." };
        var import = new Command(
            "import",
            "Registers everyone in a file. A bad row is named by its line and column; nothing else of the file is lost.")
        {
            file,
            checkOnly,
        };
        Planned(
            import,
            (plan, parsed, cancel) =>
                SubscribersCommand.ImportAsync(
                    plan,
                    parsed.GetRequiredValue(file),
                    parsed.GetValue(checkOnly),
                    TimeProvider.System,
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    cancel));
        return new Command("subscribers", "Who is registered for the service.") { import };
    }

    private Command Status()
    {
        var status = new Command("status", "Asks a running daemon; prints links, backlog and the oldest unconfirmed report.")
        {
            _url,
            _tokenFile,
        };
        status.SetAction(
            (parsed, cancel) =>
                StatusCommand.RunAsync(
                    parsed.GetRequiredValue(_url),
                    parsed.GetValue(_tokenFile),
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    cancel));
        return status;
    }

    private Command Links()
    {
        var links = new Command("links", "Takes a link of a running daemon out of service, or puts it back.");
        links.Add(Maintain(
            "drain", "Finishes what is in flight, unbinds, and keeps the link down until `resume` or a restart of the daemon."));
        links.Add(Maintain("resume", "Binds a drained link again."));
        return links;
    }

    private Command Maintain(string verb, string description)
    {
        var command = new Command(verb, description) { _link, _url, _tokenFile };
        command.SetAction((parsed, cancel) => LinksCommand.RunAsync(
            verb, parsed.GetRequiredValue(_link), parsed.GetRequiredValue(_url), parsed.GetValue(_tokenFile),
                parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error, cancel));
        return command;
    }
}
