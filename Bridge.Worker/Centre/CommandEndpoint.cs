using System.Buffers;
using Bridge.Protocol.Centre;
using Bridge.Worker.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bridge.Worker.Centre;

/// <summary>POST /centre/commands: one CloudEvent, 202 once it is durable.</summary>
internal sealed partial class CommandEndpoint(ICommandExecutor executor, IHostApplicationLifetime lifetime, ILogger<CommandEndpoint> logger)
{
    /// <summary>The largest legal command, a text of 39,015 characters, fits even with each of them escaped.</summary>
    private const int MaxOctets = 256 * 1024;

    public async Task ServeAsync(HttpContext http)
    {
        if (!IsCloudEvent(http.Request.ContentType))
        {
            await Problems.WriteAsync(http, StatusCodes.Status415UnsupportedMediaType, "Not a CloudEvent",
                ["Content-Type must be application/cloudevents+json or application/json, in UTF-8"]);
            return;
        }

        if (await ReadAsync(http.Request, http.RequestAborted) is not { } body)
        {
            await Problems.WriteAsync(
                http, StatusCodes.Status413PayloadTooLarge, "Too large", [$"a command has at most {MaxOctets} octets"]);
            return;
        }

        var reading = CloudEvent.ReadCommand(body);
        if (reading.Command is not { } command)
        {
            await RejectAsync(http, reading.Problems);
            return;
        }

        await ExecuteAsync(http, command);
    }

    private async Task ExecuteAsync(HttpContext http, Command command)
    {
        try
        {
            lifetime.ApplicationStopping.ThrowIfCancellationRequested();
            var verdict = await executor.ExecuteAsync(command, http.RequestAborted);
            if (verdict.IsAccepted) http.Response.StatusCode = StatusCodes.Status202Accepted;
            else await RejectAsync(http, verdict.Problems);
        }
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested)
        {
            if (!lifetime.ApplicationStopping.IsCancellationRequested) NotStored(logger, fault);
            http.Response.Headers.RetryAfter = "1";
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "Not stored",
                ["the command could not be made durable now; send it again with the same id"]);
        }
    }

    private static Task RejectAsync(HttpContext http, IReadOnlyList<string> problems) =>
        Problems.WriteAsync(http, StatusCodes.Status400BadRequest, "Not a command that can be carried out", problems);

    private static bool IsCloudEvent(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/cloudevents+json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    /// <returns>Null: the body has more than <see cref="MaxOctets"/>, and was not read to its end.</returns>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > MaxOctets) return null;

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancel);
            if (read.Buffer.Length > MaxOctets) return null;
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                // A reader that is not advanced counts as in use, and the server then closes the connection after the answer.
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    [LoggerMessage(4030, LogLevel.Error, "A command could not be stored; its sender was told to send it again")]
    private static partial void NotStored(ILogger logger, Exception exception);
}
