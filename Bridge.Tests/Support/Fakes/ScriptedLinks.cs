using System.Collections.Concurrent;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Support;

/// <summary>
/// The ways out to the operators, in the test's hands: what is answered, how much may be unanswered, which operator is down and for how
/// long.
/// </summary>
internal sealed class ScriptedLinks : IOperatorTraffic
{
    private readonly ConcurrentDictionary<string, TimeSpan> _down = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _up = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _windows = new();
    private int _next;

    public IReadOnlyList<OperatorPlan> Operators { get; set; } = [];

    /// <summary>Every submit with the operator it went to, in the order of their writing.</summary>
    public List<(string Operator, SubmitSm Submit)> Written { get; } = [];

    public IReadOnlyList<SubmitSm> Submitted
    {
        get
        {
            lock (Written) return [.. Written.Select(written => written.Submit)];
        }
    }

    /// <summary>Gives the answer to the n-th submit, n from 1.</summary>
    public Func<int, SubmitSm, RequestOutcome> Answer { get; set; } = (n, _) => Taken($"m{n}");

    /// <summary>The same for a test that answers when it likes; comes before <see cref="Answer"/>.</summary>
    public Func<int, SubmitSm, Task<RequestOutcome>>? AnswerAsync { get; set; }

    /// <summary>Submits that may be unanswered at each operator. To be set before the first.</summary>
    public int Window { get; set; } = 10;

    public static RequestOutcome Taken(string messageId) => new(RequestResult.Answered, new SubmitSmResp { MessageId = messageId });

    public static RequestOutcome Refused(CommandStatus status) => new(RequestResult.Answered, new SubmitSmResp { Status = status });

    /// <summary>From now on nothing can be submitted, and that has been so for a time already.</summary>
    public void TakeDown(string operatorName, TimeSpan since)
    {
        _down[operatorName] = since;
        _up.TryAdd(operatorName, new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    public void BringUp(string operatorName)
    {
        _down.TryRemove(operatorName, out _);
        if (_up.TryRemove(operatorName, out var up)) up.SetResult();
    }

    public async Task<ISubmitSlot> WaitForSlotAsync(string operatorName, CancellationToken cancel)
    {
        var window = _windows.GetOrAdd(operatorName, _ => new SemaphoreSlim(Window));
        await window.WaitAsync(cancel);
        return new Slot(this, operatorName, window);
    }

    public Task WaitUntilCanSubmitAsync(string operatorName, CancellationToken cancel) =>
        _up.TryGetValue(operatorName, out var up) ? up.Task.WaitAsync(cancel) : Task.CompletedTask;

    public TimeSpan? DownFor(string operatorName) =>
        Operators.All(op => op.Name != operatorName) ? TimeSpan.MaxValue : _down.TryGetValue(operatorName, out var since) ? since : null;

    private Task<RequestOutcome> SubmitAsync(string operatorName, SubmitSm submit)
    {
        if (DownFor(operatorName) is not null) return Task.FromResult(new RequestOutcome(RequestResult.NotWritten, null));
        int number;
        lock (Written)
        {
            Written.Add((operatorName, submit));
            number = ++_next;
        }

        return AnswerAsync is { } later ? later(number, submit) : Task.FromResult(Answer(number, submit));
    }

    private sealed class Slot(ScriptedLinks links, string operatorName, SemaphoreSlim window) : ISubmitSlot
    {
        public Task<RequestOutcome> SubmitAsync(SubmitSm submit, Predicate<Pdu> isLinkFault) => links.SubmitAsync(operatorName, submit);

        public void Dispose() => window.Release();
    }
}
