using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Bridge.Worker.Http;
using Bridge.Worker.Store;
using Microsoft.AspNetCore.Http;

namespace Bridge.Worker.Centre.Embedded;

/// <summary>
/// GET /centre/events: the outbox as server-sent events. For each consumer the outbox is read apart, a batch at a time, and not while its
/// connection is full: a slow consumer holds one batch and delays nobody.
/// </summary>
internal sealed partial class EventStream(
    IOutbox outbox, IConsumerProgress progress, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<EventStream> logger)
{
    private const int MaxConsumers = 100;
    private const int Batch = 256;

    /// <summary>How long the stream may be silent: then a comment keeps the connection open.</summary>
    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(15);

    /// <summary>How long a number past the newest is waited for: another node may know it a moment earlier than this one.</summary>
    private static readonly TimeSpan CatchUpWithin = TimeSpan.FromSeconds(2);

    private int _consumers;

    public async Task ServeAsync(HttpContext http)
    {
        if (StreamStart.Read(http.Request) is not { } start)
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, "Not a place to resume from",
                ["Last-Event-ID and ?after= must each be a number of 0 or more, as an id: line gave it"]);
            return;
        }

        if (Interlocked.Increment(ref _consumers) > MaxConsumers)
        {
            Interlocked.Decrement(ref _consumers);
            http.Response.Headers.RetryAfter = "5";
            await Problems.WriteAsync(
                http, StatusCodes.Status503ServiceUnavailable, "Too many consumers", [$"at most {MaxConsumers} are served at once"]);
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await StreamAsync(http, start, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The consumer went, or the daemon stops; either way it resumes by its number.
        }
        finally
        {
            Interlocked.Decrement(ref _consumers);
        }
    }

    private async Task StreamAsync(HttpContext http, StreamStart start, CancellationToken cancel)
    {
        var last = start.After is { } after ? await ResumeAsync(after, cancel) : outbox.Last;

        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var body = http.Response.BodyWriter;
        body.Write("retry: 1000\n\n"u8);
        await body.FlushAsync(cancel);

        while (true)
        {
            var batch = outbox.ReadAfter(last, Batch);
            if (batch.Count == 0)
            {
                await WaitAsync(body, last, cancel);
                continue;
            }

            foreach (var next in batch) Write(body, next);
            await body.FlushAsync(cancel);
            progress.ReadOn(last, batch);
            last = batch[^1].Sequence;
        }
    }

    private async Task<long> ResumeAsync(long after, CancellationToken cancel)
    {
        if (after > outbox.Last)
        {
            using var late = new CancellationTokenSource(CatchUpWithin, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
            try
            {
                await outbox.WaitForNewerAsync(after - 1, either.Token);
            }
            catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                // The number comes from another store, or from this one before a backup was restored. Waiting for it would keep reports
                // from the consumer, which knows by their ids what it has.
                StartsOver(logger, after, outbox.Last);
                return 0;
            }
        }

        progress.Resumed(after);
        return after;
    }

    private async Task WaitAsync(PipeWriter body, long last, CancellationToken cancel)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var newer = outbox.WaitForNewerAsync(last, waiting.Token);
        try
        {
            while (await Task.WhenAny(newer, Task.Delay(KeepAliveEvery, time, waiting.Token)) != newer)
            {
                cancel.ThrowIfCancellationRequested();
                body.Write(":\n\n"u8);
                await body.FlushAsync(cancel);
            }

            await newer;
        }
        finally
        {
            // One of the two tasks is still waiting.
            await waiting.CancelAsync();
        }
    }

    private static void Write(PipeWriter body, OutboxEvent next)
    {
        Span<byte> id = stackalloc byte[20];
        next.Sequence.TryFormat(id, out var written);
        body.Write("id: "u8);
        body.Write(id[..written]);
        body.Write("\nevent: "u8);
        Encoding.UTF8.GetBytes(next.Name, body);

        // One line: JSON as it is stored has no line break outside its strings, and none unescaped within them.
        body.Write("\ndata: "u8);
        body.Write(next.Json);
        body.Write("\n\n"u8);
    }

    [LoggerMessage(4021, LogLevel.Warning,
        "Embedded bus: a consumer resumes after {After}, but the newest number is {Last}; it gets everything that is kept")]
    private static partial void StartsOver(ILogger logger, long after, long last);
}
