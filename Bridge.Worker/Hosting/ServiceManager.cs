using System.Globalization;
using System.Net.Sockets;
using Bridge.Worker.Operators;
using Bridge.Worker.Supervision;
using Microsoft.Extensions.Hosting.Systemd;
using NotifyState = Microsoft.Extensions.Hosting.Systemd.ServiceState;

namespace Bridge.Worker.Hosting;

/// <summary>
/// What the service manager hears of us (sd_notify(3)): READY after every room has started and every link has been tried once, STOPPING
/// with the first sign of the end, and WATCHDOG at half of what it waits, but only while every loop that matters turns. Not UseSystemd: it
/// has no watchdog, and looks at more than $NOTIFY_SOCKET to decide whether anybody listens.
/// </summary>
internal sealed class ServiceManager(
    ISystemdNotifier notifier, WatchdogInterval watchdog, Pulses pulses, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<ServiceManager> log, IFirstTries links)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var started = lifetime.ApplicationStarted.Register(() => _ = ReadyAsync(stoppingToken));
        using var stopping = lifetime.ApplicationStopping.Register(() => Tell("STOPPING=1"));
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
            if (stalled.Count == 0) Tell("WATCHDOG=1");
        }
        while (await Turned(timer, stoppingToken));
    }

    private async Task ReadyAsync(CancellationToken cancel)
    {
        await links.Done.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancel.IsCancellationRequested) Tell("READY=1");
    }

    private static async Task<bool> Turned(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Tell(string state)
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

/// <summary>How often systemd wants a sign of life: half of $WATCHDOG_USEC (sd_watchdog_enabled(3)); null: not at all.</summary>
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
    /// <summary>Nothing, when no service manager listens.</summary>
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
