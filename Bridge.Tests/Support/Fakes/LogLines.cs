using Microsoft.Extensions.Logging;

namespace Bridge.Tests.Support;

/// <summary>Every line logged, as it would be printed.</summary>
internal sealed class LogLines<T> : ILogger<T>
{
    private readonly List<(EventId Event, LogLevel Level, string Text)> _lines = [];

    public IReadOnlyList<(EventId Event, LogLevel Level, string Text)> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Lines worth an operator's attention: from information upwards.</summary>
    public IReadOnlyList<string> Texts => [.. Lines.Where(line => line.Level >= LogLevel.Information).Select(line => line.Text)];

    public int Count(int eventId) => Lines.Count(line => line.Event.Id == eventId);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines) _lines.Add((eventId, logLevel, formatter(state, exception)));
    }
}
