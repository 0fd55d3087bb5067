namespace Bridge.Worker.Supervision;

/// <summary>
/// A loop that takes a turn every so often, from its start on, and shows by its pulse that it lives. A turn that fails is logged; the next
/// one tries again. Only the daemon's own end ends the loop.
/// </summary>
/// <param name="name">Of the loop, as /health/live names it.</param>
/// <param name="every">From one turn to the next. The first one comes this long after the start.</param>
internal abstract partial class PeriodicService(string name, TimeSpan every, Pulses pulses, TimeProvider time, ILogger log)
    : BackgroundService
{
    private readonly LogOnce<string> _failures = new(TimeSpan.FromMinutes(1), time);
    private Pulse? _pulse;

    /// <summary>The clock that the turns go by.</summary>
    protected TimeProvider Time => time;

    /// <summary>How long one turn may take at most before the loop counts as stalled.</summary>
    protected virtual TimeSpan Promised => TimeSpan.FromSeconds(30);

    /// <summary>Whether there is anything to do at all with this configuration.</summary>
    protected virtual bool IsNeeded => true;

    /// <summary>Whether the first turn comes with the start, not one period after it.</summary>
    protected virtual bool StartsAtOnce => false;

    /// <summary>Does what is due by now.</summary>
    public abstract Task TurnAsync(CancellationToken cancel);

    /// <summary>Within a long turn: it goes on.</summary>
    protected void Beat() => _pulse?.Beat();

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsNeeded) return;
        using var pulse = pulses.Register(name, Promised);
        _pulse = pulse;
        using var timer = new PeriodicTimer(every, time);
        if (StartsAtOnce) await TryTurnAsync(stoppingToken);
        while (await TicksAsync(timer, stoppingToken))
        {
            pulse.Beat();
            await TryTurnAsync(stoppingToken);
        }
    }

    private static async Task<bool> TicksAsync(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task TryTurnAsync(CancellationToken cancel)
    {
        try
        {
            await TurnAsync(cancel);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // The daemon ends: what is due still is at the next start.
        }
        catch (Exception error)
        {
            if (_failures.IsDue(error.GetType().Name)) TurnFailed(log, name, error.GetType().Name);
        }
    }

    [LoggerMessage(6020, LogLevel.Error, "A turn of the loop {Loop} failed ({Error}); the next one tries again")]
    private static partial void TurnFailed(ILogger logger, string loop, string error);
}
