using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Console;

namespace Bridge.Worker.Hosting;

internal static partial class HostLog
{
    /// <summary>One line an entry: for journald with its priority, elsewhere with the time.</summary>
    public static WebApplicationBuilder AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is null)
        {
            builder.Logging.AddSimpleConsole(console =>
                (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat, console.ColorBehavior) =
                (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ ", LoggerColorBehavior.Disabled));
        }
        else
        {
            builder.Logging.AddSystemdConsole();
        }

        // A journal that stands still must not hold up an emergency text: entries are then dropped and counted.
        builder.Services.Configure<ConsoleLoggerOptions>(
            console => (console.QueueFullMode, console.MaxQueueLength) = (ConsoleLoggerQueueFullMode.DropWrite, 10_000));
        return builder;
    }

    [LoggerMessage(6000, LogLevel.Critical, "The bridge ends on a fault")]
    public static partial void Failed(ILogger logger, Exception fault);

    [LoggerMessage(6001, LogLevel.Warning, "The drain was not finished within {Shutdown}; what is left goes on after the next start")]
    public static partial void DrainUnfinished(ILogger logger, TimeSpan shutdown, Exception fault);

    [LoggerMessage(6002, LogLevel.Critical, "Loop {Loop} has not turned for {Age}, promised {Promised}: no more signs of life to systemd")]
    public static partial void LoopStalled(ILogger logger, string loop, TimeSpan age, TimeSpan promised);

    [LoggerMessage(6003, LogLevel.Warning, "systemd could not be told {State}")]
    public static partial void NotNotified(ILogger logger, string state, Exception fault);
}
