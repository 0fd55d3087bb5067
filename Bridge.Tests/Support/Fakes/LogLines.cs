using Microsoft.Extensions.Logging;

namespace Bridge.Tests.Support;

/// <summary>Every line logged, as it would be printed.</summary>
internal sealed class LogLines<T> : ILogger<T>
{
    private readonly List<(string Event, LogLevel Level, string Text)> _lines = [];

    /// <summary>Each with the name of its event, which is the method that logs it.</summary>
    public IReadOnlyList<(string Event, LogLevel Level, string Text)> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Lines worth an operator's attention: from information upwards.</summary>
    public IReadOnlyList<string> Texts => [.. Lines.Where(line => line.Level >= LogLevel.Information).Select(line => line.Text)];

    /// <param name="name">Of the event: nameof the method that logs it.</param>
    public int Count(string name) => Lines.Count(line => line.Event == name);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines) _lines.Add((eventId.Name ?? "", logLevel, formatter(state, exception)));
    }
}
