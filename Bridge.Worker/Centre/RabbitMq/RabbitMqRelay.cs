using Bridge.Worker.Configuration;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>Keeps a <see cref="RelaySession"/> going for as long as the daemon runs, and flushes the outbox when it stops.</summary>
internal sealed class RabbitMqRelay(
    RabbitMqConnector connector, IOutbox outbox, BusStatus status, ForwardClock forwards, BridgePlan plan, TimeProvider time,
    ILogger<RabbitMqRelay> logger) : BackgroundService
{
    private const string Purpose = "events";

    // Between two sessions of which the first got nothing through: the broker is there, but takes nothing.
    private static readonly TimeSpan FruitlessPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlushLook = TimeSpan.FromMilliseconds(20);

    // Each reason once for as long as the bus is down.
    private readonly LogOnce<string> _downReasons = new(TimeSpan.MaxValue, time);

    /// <summary>Waits until all that is stored is confirmed, as long as the broker takes it and the drain may last.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        var deadline = time.GetTimestamp() + (long)(plan.Shutdown.TotalSeconds * time.TimestampFrequency);
        while (outbox.Cursor(RelaySession.Bus) < outbox.Last && status.Publishing
            && time.GetTimestamp() < deadline && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(FlushLook, time, CancellationToken.None);
        }

        await base.StopAsync(cancellationToken);
        if (outbox.Last - outbox.Cursor(RelaySession.Bus) is > 0 and var left) RabbitMqLog.StoppedWithEventsLeft(logger, left);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await SessionAsync(stoppingToken)) await Task.Delay(FruitlessPause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop: what is not confirmed is in the outbox.
        }
        finally
        {
            status.Publishing = false;
        }
    }

    /// <summary>Whether anything got through.</summary>
    private async Task<bool> SessionAsync(CancellationToken stop)
    {
        await using var connection = await connector.ConnectAsync(Purpose, Down, stop);
        using var session = new RelaySession(connection, outbox, status, forwards, time, logger, works: Up);
        try
        {
            Down(await session.RunAsync(stop));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Down(RabbitMqConnector.Reason(fault));
        }

        return session.Worked;
    }

    private void Up()
    {
        _downReasons.Clear();
        RabbitMqLog.Up(logger, Purpose);
    }

    private void Down(string reason)
    {
        status.Publishing = false;
        if (_downReasons.IsDue(reason)) RabbitMqLog.Down(logger, Purpose, reason);
    }
}
