using System.CommandLine;
using Bridge.Worker.Configuration.Sections;

namespace Bridge.Worker.Hosting;

/// <summary>The commands that ask a running daemon and need no configuration: status, links.</summary>
internal sealed class DaemonCommands
{
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

    public Command Status()
    {
        var status = new Command("status", "Asks a running daemon; prints links, backlog and the oldest unconfirmed report.")
        {
            _url,
            _tokenFile,
        };
        status.SetAction((parsed, cancel) => StatusCommand.RunAsync(
            parsed.GetRequiredValue(_url), parsed.GetValue(_tokenFile), parsed.Output(), parsed.Error(), cancel));
        return status;
    }

    public Command Links() => new("links", "Takes a link of a running daemon out of service, or puts it back.")
    {
        Link("drain", "Finishes what is in flight, unbinds, and keeps the link down until `resume` or a restart of the daemon."),
        Link("resume", "Binds a drained link again."),
    };

    private Command Link(string verb, string description)
    {
        var command = new Command(verb, description) { _link, _url, _tokenFile };
        command.SetAction((parsed, cancel) => LinksCommand.RunAsync(
            verb,
            parsed.GetRequiredValue(_link),
            parsed.GetRequiredValue(_url),
            parsed.GetValue(_tokenFile),
            parsed.Output(),
            parsed.Error(),
            cancel));
        return command;
    }
}
