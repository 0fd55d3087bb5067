using System.CommandLine;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.CommandLine;

/// <summary>The options that say where the centre's bus is, shared by the commands that read it.</summary>
internal static class CentreBusOptions
{
    public static readonly Option<Uri?> Url = Options.Address(
        "--url", "The bridge's embedded bus.", "http://127.0.0.1:9920", "http", "https");

    public static readonly Option<Uri?> Amqp = Options.Address("--amqp", "RabbitMQ instead of the embedded bus.", null, "amqp", "amqps");

    public static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = "A file with the bearer token of the embedded bus.",
    };

    public static readonly Option<int?> After = Options.OptionalCount(
        "--after", "Embedded: read after this sequence number; 0 for all that is kept. Default: from now on.", 0, int.MaxValue);

    /// <exception cref="IOException">The token file can't be read.</exception>
    public static async Task<ICentreBus> OpenAsync(ParseResult parsed, TimeProvider time, CancellationToken cancel)
    {
        if (parsed.GetValue(Amqp) is { } amqp) return new RabbitCentreBus(amqp, time);
        var token = parsed.GetValue(TokenFile) is { } file ? (await File.ReadAllTextAsync(file, cancel)).Trim() : null;
        return new HttpCentreBus(parsed.GetValue(Url)!, parsed.GetValue(After), time, token);
    }
}
