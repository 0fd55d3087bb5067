using System.Threading.Channels;
using Bridge.Worker.Store;

namespace Bridge.Worker.Centre.Embedded;

/// <summary>
/// Keeps account, while the embedded bus is the configured one, of what has been handed to a first consumer: the cursor "embedded" and
/// bridge_forward_seconds.
/// </summary>
internal sealed partial class EmbeddedBus(IOutbox outbox, ForwardClock forwards, TimeProvider time, ILogger<EmbeddedBus> logger)
    : BackgroundService, IBusStatus, IHandOverAccount
{
    public const string Bus = "embedded";

    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Channel<bool> _moved = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private HandedOver? _handed;

    /// <summary>It lives in this process: while there is someone to ask, it is up.</summary>
    public bool Up => true;

    public void Claimed(long sequence) => Account(handed => handed.Claim(sequence));

    public void HandedTo(long after, IReadOnlyList<OutboxEvent> batch)
    {
        var first = new List<OutboxEvent>();
        Account(handed =>
        {
            first.AddRange(batch.Where(next => !handed.Contains(next.Sequence)));
            handed.Add(after, batch[^1].Sequence);
        });
        foreach (var next in first) forwards.Forwarded(next);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in _moved.Reader.ReadAllAsync(stoppingToken)) await KeepCursorAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A cursor that was not kept only makes the backlog look longer after the next start; consumers resume by their own number.
        }
    }

    private async Task KeepCursorAsync(CancellationToken cancel)
    {
        try
        {
            long cursor;
            lock (_lock) cursor = _handed!.Cursor;
            if (cursor > outbox.Cursor(Bus)) await outbox.AdvanceAsync(Bus, cursor, cancel);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            CursorNotStored(logger, fault);
            await Task.Delay(StorePause, time, cancel);
            _moved.Writer.TryWrite(true);
        }
    }

    private void Account(Action<HandedOver> change)
    {
        lock (_lock) change(_handed ??= new HandedOver(outbox.Cursor(Bus)));
        _moved.Writer.TryWrite(true);
    }

    [LoggerMessage(4020, LogLevel.Error, "Embedded bus: the cursor could not be stored; the backlog looks longer than it is")]
    private static partial void CursorNotStored(ILogger logger, Exception exception);
}
