using Bridge.Worker.Supervision;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// Runs one <see cref="CommandSession"/> after the other until the daemon is asked to stop. Then it takes no more at once, before any other
/// service begins to stop, so that nothing is accepted that can no longer be sent.
/// </summary>
internal sealed class RabbitMqCommands(
    RabbitMqConnector connector, ICommandExecutor executor, RabbitMqStatus status, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<RabbitMqCommands> logger) : BackgroundService
{
    private const string Purpose = "commands";

    /// <summary>Between two sessions. If the store failed, the same commands would only fail again at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Each reason is logged once for as long as no commands come in.</summary>
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
                await RunSessionAsync(dead, stop);
                await Task.Delay(Pause, time, stop);
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Asked to stop: the broker keeps what was not acknowledged.
        }
        finally
        {
            status.Consuming = false;
        }
    }

    private async Task RunSessionAsync(DeadCommands dead, CancellationToken stop)
    {
        try
        {
            await using var connection = await connector.ConnectAsync(Purpose, Down, stop);
            using var session = new CommandSession(connection, executor, dead, time, logger);
            var reason = await session.RunAsync(works: Up, stop);
            if (!stop.IsCancellationRequested) Down(reason);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            Down(RabbitMqConnector.Describe(fault));
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
