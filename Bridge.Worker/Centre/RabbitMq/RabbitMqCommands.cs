using Bridge.Worker.Supervision;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// Keeps a <see cref="CommandSession"/> going until the daemon is asked to stop: then it takes no more at once, before any other
/// service begins to stop, so that nothing is accepted that can no longer be sent.
/// </summary>
internal sealed class RabbitMqCommands(
    RabbitMqConnector connector, ICommandDesk desk, BusStatus status, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<RabbitMqCommands> logger) : BackgroundService
{
    private const string Purpose = "commands";

    // The store may be the one that failed: offered again at once, the same commands would only fail again.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Each reason once for as long as no commands come in.
    private readonly LogOnce<string> _downReasons = new(TimeSpan.MaxValue, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var stop = asked.Token;
        await using var dead = new DeadCommands(connector, time);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await SessionAsync(dead, stop);
                await Task.Delay(Pause, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop: the broker keeps what was not acknowledged.
        }
        finally
        {
            status.Consuming = false;
        }
    }

    private async Task SessionAsync(DeadCommands dead, CancellationToken stop)
    {
        await using var connection = await connector.ConnectAsync(Purpose, Down, stop);
        using var session = new CommandSession(connection, desk, dead, time, logger);
        try
        {
            var reason = await session.RunAsync(Up, stop);
            if (!stop.IsCancellationRequested) Down(reason);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Down(RabbitMqConnector.Reason(fault));
        }
    }

    private void Up()
    {
        status.Consuming = true;
        if (_downReasons.Clear()) RabbitMqLog.Up(logger, Purpose);
    }

    private void Down(string reason)
    {
        status.Consuming = false;
        if (_downReasons.IsDue(reason)) RabbitMqLog.Down(logger, Purpose, reason);
    }
}
