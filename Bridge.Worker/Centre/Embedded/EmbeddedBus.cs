using System.Threading.Channels;
using Bridge.Worker.Store;

namespace Bridge.Worker.Centre.Embedded;

/// <summary>
/// Keeps account, while the embedded bus is the configured one, of what a first consumer has: the cursor "embedded" and
/// bridge_forward_seconds.
/// </summary>
internal sealed partial class EmbeddedBus(IOutbox outbox, ForwardLatency latency, TimeProvider time, ILogger<EmbeddedBus> logger)
    : BackgroundService, IBusStatus, IConsumerProgress
{
    public const string Bus = "embedded";

    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ConsumedSpans? _consumed;

    /// <summary>It lives in this process: while there is someone to ask, it is up.</summary>
    public bool Up => true;

    public void Resumed(long sequence) => Change(consumed => consumed.AddUpTo(sequence));

    public void ReadOn(long after, IReadOnlyList<OutboxEvent> batch)
    {
        var isFirst = new List<OutboxEvent>();
        Change(consumed =>
        {
            isFirst.AddRange(batch.Where(next => !consumed.Contains(next.Sequence)));
            consumed.Add(after, batch[^1].Sequence);
        });
        foreach (var next in isFirst) latency.Record(next);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in _changed.Reader.ReadAllAsync(stoppingToken)) await StoreCursorAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // A cursor that was not stored only makes the backlog look longer after the next start; consumers resume by their own number.
        }
    }

    private async Task StoreCursorAsync(CancellationToken cancel)
    {
        try
        {
            long cursor;
            lock (_lock) cursor = _consumed!.Cursor;
            if (cursor > outbox.Cursor(Bus)) await outbox.AdvanceAsync(Bus, cursor, cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            CursorNotStored(logger, fault);
            await Task.Delay(StorePause, time, cancel);
            _changed.Writer.TryWrite(true);
        }
    }

    private void Change(Action<ConsumedSpans> change)
    {
        lock (_lock) change(_consumed ??= new ConsumedSpans(outbox.Cursor(Bus)));
        _changed.Writer.TryWrite(true);
    }

    [LoggerMessage(4020, LogLevel.Error, "Embedded bus: the cursor could not be stored; the backlog looks longer than it is")]
    private static partial void CursorNotStored(ILogger logger, Exception exception);
}
