using System.Globalization;
using System.Net.Sockets;
using Bridge.Worker.Operators;
using Bridge.Worker.Supervision;
using Microsoft.Extensions.Hosting.Systemd;
using NotifyState = Microsoft.Extensions.Hosting.Systemd.ServiceState;

namespace Bridge.Worker.Hosting;

/// <summary>
/// Tells the service manager (sd_notify(3)): READY when every room has started and every link has been tried once, STOPPING when the end
/// begins, and WATCHDOG at half of the interval that it waits, but only while no loop is stalled. UseSystemd would not do: it has no
/// watchdog, and looks at more than $NOTIFY_SOCKET to decide whether anybody listens.
/// </summary>
internal sealed class ServiceManager(
    ISystemdNotifier notifier, WatchdogInterval watchdog, Pulses pulses, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<ServiceManager> log, IFirstTries links)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var started = lifetime.ApplicationStarted.Register(() => _ = ReadyAsync(stoppingToken));
        using var stopping = lifetime.ApplicationStopping.Register(() => Notify("STOPPING=1"));
        if (watchdog.Every is not { } every)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        using var timer = new PeriodicTimer(every, time);
        do
        {
            var stalled = pulses.Stalled();
            foreach (var pulse in stalled) HostLog.LoopStalled(log, pulse.Name, pulse.Age, pulse.Promised);
            if (stalled.Count == 0) Notify("WATCHDOG=1");
        }
        while (await TicksAsync(timer, stoppingToken));
    }

    private async Task ReadyAsync(CancellationToken cancel)
    {
        await links.Done.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancel.IsCancellationRequested) Notify("READY=1");
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

    private void Notify(string state)
    {
        try
        {
            notifier.Notify(new NotifyState(state));
        }
        catch (SocketException e)
        {
            HostLog.NotNotified(log, state, e);
        }
    }
}

/// <summary>How often systemd is told WATCHDOG: at half of $WATCHDOG_USEC (sd_watchdog_enabled(3)). Null: it does not ask.</summary>
internal sealed record WatchdogInterval(TimeSpan? Every)
{
    public static WatchdogInterval From(string? microseconds, string? forProcess, int processId)
    {
        var forUs = forProcess is null || forProcess == processId.ToString(CultureInfo.InvariantCulture);
        return forUs && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var usec) && usec > 1
            ? new(TimeSpan.FromMicroseconds(usec / 2))
            : new((TimeSpan?)null);
    }
}

internal static class ServiceManagerServices
{
    /// <summary>Adds nothing when no service manager listens.</summary>
    public static IServiceCollection AddServiceManager(this IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is null) return services;
        var watchdog = WatchdogInterval.From(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), Environment.ProcessId);
        return services
            .AddSingleton<ISystemdNotifier, SystemdNotifier>()
            .AddSingleton(watchdog)
            .AddHostedService<ServiceManager>();
    }
}
