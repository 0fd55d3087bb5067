using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Replies;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;
using Bridge.Worker.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Support;

/// <summary>The rooms behind the links on a real store, with the links and the clock in the test's hands. Can be stopped and started again on the same store.</summary>
internal sealed class Rooms : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private Rooms(BridgePlan plan, FakeTimeProvider time, long mostOctets)
    {
        Plan = plan;
        Time = time;
        var database = new SqliteDatabase(plan.Store.Path!);
        Writer = new StoreWriter(database, plan.NodeName, time, NullLogger<StoreWriter>.Instance);
        Outbox = new Outbox(database, Writer);
        State = new StoreState(database, Writer, Outbox, plan, time);
        Memory = new IntakeMemory(plan, time, mostOctets);
        Intaker = new Intaker(plan, Memory, Metrics, time);
        Ledger = new ReplyLedger(plan);
        var counter = new ReplyCounter(Metrics, NullLogger<ReplyCounter>.Instance);
        Inbound = new Inbound(plan, Writer, Intaker, counter, NullLogger<Inbound>.Instance);
        Engine = new ReplyEngine(plan, Writer, Links, Ledger, counter, new Heartbeats(time), time, NullLogger<ReplyEngine>.Instance);
        Commands = new CommandDesk(Writer, new ReplyIntake(plan));
        Writer.RolledBack += Memory.Load;
        Writer.Start(Memory.Load);
    }

    public BridgePlan Plan { get; }
    public FakeTimeProvider Time { get; }
    public StoreWriter Writer { get; }
    public Outbox Outbox { get; }
    public StoreState State { get; }
    public IntakeMemory Memory { get; }
    public Intaker Intaker { get; }
    public ReplyLedger Ledger { get; }
    public Inbound Inbound { get; }
    public ReplyEngine Engine { get; }
    public CommandDesk Commands { get; }
    public ScriptedLinks Links { get; } = new();
    public CountedMetrics Metrics { get; } = new();

    public static Rooms Open(TempFolder folder, FakeTimeProvider? time = null, bool receipts = true, long mostOctets = IntakeMemory.MostOctets) =>
        new(TestPlan.Create(folder.File("bridge.db"), receipts), time ?? new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z")), mostOctets);

    /// <summary>The answer that the operator gets once the text is durable.</summary>
    public async Task<CommandStatus> TakeAsync(Pdu pdu, string operatorName = TestPlan.Mobile, string link = "a")
    {
        var answer = new TaskCompletionSource<CommandStatus>();
        await Inbound.TextAsync(Read(pdu, operatorName, link), answer.SetResult, default);
        return await answer.Task;
    }

    public async Task<CommandStatus> ReceiptAsync(Pdu pdu, string operatorName = TestPlan.Mobile)
    {
        var answer = new TaskCompletionSource<CommandStatus>();
        await Inbound.ReceiptAsync(Read(pdu, operatorName, "a"), answer.SetResult, default);
        return await answer.Task;
    }

    /// <summary>What the clock's tick does, at the present time.</summary>
    public Task SettleAsync() => Writer.RunAsync(Intaker.Settle, default);

    public IReadOnlyList<(string Name, JsonElement Data)> Events() =>
        [.. Outbox.ReadAfter(0, 10_000).Select(e => (e.Name, JsonDocument.Parse(e.Json).RootElement.GetProperty("data")))];

    public IReadOnlyList<JsonElement> Events(string name) => [.. Events().Where(e => e.Name == name).Select(e => e.Data)];

    public Task StartEngineAsync() => Engine.StartAsync(_stop.Token);

    public Task<CommandVerdict> ExecuteAsync(Command command) => Commands.ExecuteAsync(command, default);

    /// <summary>Completes when an event of this name is in the outbox, and gives its data.</summary>
    public async Task<JsonElement> EventAsync(string name, int count = 1)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            var last = Outbox.Last;
            if (Events(name) is var found && found.Count >= count) return found[count - 1];
            await Outbox.WaitForNewerAsync(last, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Engine.StopAsync(default);
        State.Dispose();
        Outbox.Dispose();
        await Writer.DisposeAsync();
        _stop.Dispose();
    }

    private InboundPdu Read(Pdu pdu, string operatorName, string link)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        PduCodec.Encode(pdu, buffer);
        return new InboundPdu(operatorName, link, PduCodec.Decode(buffer.WrittenMemory.ToArray()), Time.GetUtcNow(), Time.GetTimestamp());
    }
}

internal sealed class CountedMetrics : IRoomMetrics
{
    public List<string> Seen { get; } = [];

    public void TextAccepted(string operatorName, TimeSpan took) => Add("accepted");

    public void Report(string operatorName, string alphabet, bool complete) => Add($"report {alphabet} {(complete ? "complete" : "incomplete")}");

    public void Duplicate(string operatorName) => Add("duplicate");

    public void DecodeProblem(string operatorName, string problem) => Add("problem");

    public void Confirmed(string operatorName, TimeSpan took) => Add($"confirmed after {took.TotalSeconds:0} s");

    public void Reply(string operatorName, string kind, string outcome) => Add($"{kind} {outcome}");

    private void Add(string what)
    {
        lock (Seen) Seen.Add(what);
    }
}

/// <summary>Operators' links whose answers the test writes.</summary>
internal sealed class ScriptedLinks : IOperatorLinks
{
    private int _next;

    public List<SubmitSm> Submitted { get; } = [];

    /// <summary>Gives the answer to the n-th submit, n from 1.</summary>
    public Func<int, SubmitSm, RequestOutcome> Answer { get; set; } = (n, _) => Taken($"m{n}");

    public IReadOnlyList<LinkState> Links => [];

    public static RequestOutcome Taken(string messageId) => new(RequestResult.Answered, new SubmitSmResp { MessageId = messageId });

    public static RequestOutcome Refused(CommandStatus status) => new(RequestResult.Answered, new SubmitSmResp { Status = status });

    public Task<RequestOutcome> SubmitAsync(string operatorName, SubmitSm submit, CancellationToken cancel)
    {
        lock (Submitted) Submitted.Add(submit);
        return Task.FromResult(Answer(Interlocked.Increment(ref _next), submit));
    }

    public Task WaitUntilCanSubmitAsync(string operatorName, CancellationToken cancel) => Task.CompletedTask;
}
