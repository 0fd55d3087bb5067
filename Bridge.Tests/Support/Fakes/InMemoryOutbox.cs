using Bridge.Protocol.Centre;
using Bridge.Worker.Store;

namespace Bridge.Tests.Support;

/// <summary>An outbox that forgets everything when the test ends; otherwise as the store's.</summary>
internal sealed class InMemoryOutbox : IOutbox
{
    private readonly Lock _lock = new();
    private readonly List<OutboxEvent> _events = [];
    private readonly Dictionary<string, long> _cursors = [];
    private TaskCompletionSource _newer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asked before each read: what it returns is thrown.</summary>
    public Func<Exception?> ReadFails { get; set; } = () => null;

    /// <summary>Asked before each advance of a cursor: what it returns is thrown.</summary>
    public Func<Exception?> AdvanceFails { get; set; } = () => null;

    public long Last
    {
        get
        {
            lock (_lock) return _events.Count;
        }
    }

    /// <summary>Appends one report.received and returns it.</summary>
    public OutboxEvent AddReport(string text, string conversation = "c-1", DateTimeOffset? readAt = null)
    {
        var number = Last + 1;
        return Add(SampleReports.New(text, $"r-{number}", conversation), "harbour-mobile", conversation, readAt);
    }

    public OutboxEvent Add(EventData data, string? operatorName, string? conversation, DateTimeOffset? readAt = null)
    {
        lock (_lock)
        {
            var sequence = _events.Count + 1;
            var id = $"e-{sequence}";
            var json = CloudEvent.WriteEvent(id, "bridge-1", conversation, SampleReports.ReceivedAt, data);
            var added = new OutboxEvent(sequence, id, data.EventName, operatorName, conversation, SampleReports.ReceivedAt, readAt, json);
            _events.Add(added);
            _newer.SetResult();
            _newer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return added;
        }
    }

    public IReadOnlyList<OutboxEvent> ReadAfter(long sequence, int atMost)
    {
        if (ReadFails() is { } fault) throw fault;
        lock (_lock) return [.. _events.Skip((int)sequence).Take(atMost)];
    }

    public async Task WaitForNewerAsync(long sequence, CancellationToken cancel)
    {
        while (true)
        {
            Task newer;
            lock (_lock)
            {
                if (_events.Count > sequence) return;
                newer = _newer.Task;
            }

            await newer.WaitAsync(cancel);
        }
    }

    public long Cursor(string bus)
    {
        lock (_lock) return _cursors.GetValueOrDefault(bus);
    }

    public Task AdvanceAsync(string bus, long sequence, CancellationToken cancel)
    {
        if (AdvanceFails() is { } fault) return Task.FromException(fault);
        lock (_lock) _cursors[bus] = Math.Max(sequence, _cursors.GetValueOrDefault(bus));
        return Task.CompletedTask;
    }
}
