using Bridge.Worker.Configuration;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>Runs one <see cref="RelaySession"/> after the other while the daemon runs, and flushes the outbox when it stops.</summary>
internal sealed class RabbitMqRelay(
    RabbitMqConnector connector, IOutbox outbox, RabbitMqStatus status, ForwardLatency latency, BridgePlan plan, TimeProvider time,
    ILogger<RabbitMqRelay> logger) : BackgroundService
{
    private const string Purpose = "events";

    /// <summary>After a session in which nothing got through: the broker is there, but takes nothing.</summary>
    private static readonly TimeSpan FruitlessPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlushCheckEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Each reason is logged once for as long as the bus is down.</summary>
    private readonly LogOnce<string> _downReasons = new(TimeSpan.MaxValue, time);
    private volatile bool _works;

    /// <summary>Waits until all that is stored is confirmed, as long as the broker takes it and the drain may last.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        var deadline = time.GetTimestamp() + (long)(plan.Shutdown.TotalSeconds * time.TimestampFrequency);
        while (outbox.Cursor(RelaySession.Bus) < outbox.Last && status.Publishing
            && time.GetTimestamp() < deadline && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(FlushCheckEvery, time, CancellationToken.None);
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
                await RunSessionAsync(stoppingToken);
                if (!_works) await Task.Delay(FruitlessPause, time, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop: what is not confirmed is in the outbox.
        }
        finally
        {
            status.Publishing = false;
        }
    }

    private async Task RunSessionAsync(CancellationToken stop)
    {
        _works = false;
        try
        {
            await using var connection = await connector.ConnectAsync(Purpose, Down, stop);
            using var session = new RelaySession(connection, outbox, status, latency, time, logger, works: Up);
            Down(await session.RunAsync(stop));
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            Down(RabbitMqConnector.Describe(fault));
        }
    }

    private void Up()
    {
        _works = true;
        _downReasons.Clear();
        RabbitMqLog.Up(logger, Purpose);
    }

    private void Down(string reason)
    {
        status.Publishing = false;
        if (_downReasons.IsDue(reason)) RabbitMqLog.Down(logger, Purpose, reason);
    }
}
