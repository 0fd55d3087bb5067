namespace Bridge.Worker.Supervision;

/// <summary>
/// A loop that takes a turn in every period and shows by its pulse that it lives. A turn that fails is logged, and the next one tries
/// again. Only the end of the daemon ends the loop.
/// </summary>
/// <param name="name">The name of the loop in /health/live.</param>
/// <param name="every">The period, from one turn to the next. The first turn comes one period after the start.</param>
internal abstract partial class PeriodicService(string name, TimeSpan every, Pulses pulses, TimeProvider time, ILogger log)
    : BackgroundService
{
    private readonly LogOnce<string> _failures = new(TimeSpan.FromMinutes(1), time);
    private Pulse? _pulse;

    /// <summary>The clock that the period is measured by.</summary>
    protected TimeProvider Time => time;

    /// <summary>A turn that takes longer makes the loop count as stalled.</summary>
    protected virtual TimeSpan Promised => TimeSpan.FromSeconds(30);

    /// <summary>Whether the loop has anything to do with this configuration. If not, it never starts.</summary>
    protected virtual bool IsNeeded => true;

    /// <summary>Whether the first turn comes at the start instead of one period later.</summary>
    protected virtual bool StartsAtOnce => false;

    /// <summary>Does what is due by now.</summary>
    public abstract Task TurnAsync(CancellationToken cancel);

    /// <summary>To be called within a long turn, to show that it goes on.</summary>
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
            // The daemon ends. What is due is done at the next start.
        }
        catch (Exception error)
        {
            if (_failures.IsDue(error.GetType().Name)) TurnFailed(log, name, error.GetType().Name);
        }
    }

    [LoggerMessage(6020, LogLevel.Error, "A turn of the loop {Loop} failed ({Error}); the next one tries again")]
    private static partial void TurnFailed(ILogger logger, string loop, string error);
}
