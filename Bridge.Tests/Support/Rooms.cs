using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Notices;
using Bridge.Worker.Operators;
using Bridge.Worker.Outages;
using Bridge.Worker.Registry;
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
    private readonly OutageRule _outages;

    private Rooms(BridgePlan plan, FakeTimeProvider time, long mostOctets, int mostGroups)
    {
        Plan = plan;
        Time = time;
        var database = new SqliteDatabase(plan.Store.Path!);
        Writer = new StoreWriter(database, plan.NodeName, time, NullLogger<StoreWriter>.Instance);
        Outbox = new Outbox(database, Writer);
        State = new StoreState(database, Writer, Outbox, plan, time);
        _outages = new OutageRule(plan);
        Memory = new IntakeMemory(plan, time, mostOctets, mostGroups);
        var replies = new ReplyIntake(plan);
        ActivationTexts = new ActivationTexts(plan, replies);
        Notices = new SenderNotices(plan, replies, Registry, Metrics);
        Intaker = new Intaker(plan, Memory, Registry, Notices, Metrics, time);
        Ledger = new ReplyLedger(plan);
        var counter = new ReplyCounter(Metrics, NullLogger<ReplyCounter>.Instance);
        Inbound = new Inbound(plan, Writer, Intaker, counter, NullLogger<Inbound>.Instance);
        Engine = new ReplyEngine(plan, Writer, Links, Ledger, counter, new Heartbeats(time), time, NullLogger<ReplyEngine>.Instance);
        Commands = new CommandDesk(
            Writer, replies, new RegistrationCommands(plan), new SuspensionCommands(plan, NullLogger<SuspensionCommands>.Instance), Notices);
        Writer.RolledBack += Memory.Load;
        Writer.ReportsTaken += taken =>
        {
            foreach (var (operatorName, waited) in taken) Metrics.Taken(operatorName, waited);
        };
        Writer.RegistrationsCommitted += Registry.OnCommitted;
        Writer.Start(transaction =>
        {
            Registry.Load(transaction);
            Memory.Load(transaction);
        });
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
    public RegistryMemory Registry { get; } = new();
    public ActivationTexts ActivationTexts { get; }
    public SenderNotices Notices { get; }
    public CommandDesk Commands { get; }
    public ScriptedLinks Links { get; } = new();
    public CountedMetrics Metrics { get; } = new();

    /// <param name="with">What is to be otherwise in the plan.</param>
    public static Rooms Open(
        TempFolder folder, FakeTimeProvider? time = null, bool receipts = true, long mostOctets = IntakeMemory.MostOctets, Func<BridgePlan, BridgePlan>? with = null,
        int mostGroups = IntakeMemory.MostGroups) =>
        new((with ?? (plan => plan))(TestPlan.Create(folder.File("bridge.db"), receipts)), time ?? new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z")), mostOctets, mostGroups);

    public static Rooms Open(BridgePlan plan, FakeTimeProvider? time = null) =>
        new(plan, time ?? new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z")), IntakeMemory.MostOctets, IntakeMemory.MostGroups);


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

    /// <summary>One turn of the outage clock: a sign of life, and what has ended. Nothing is down unless the test says so.</summary>
    public async Task LiveAsync(bool busDown = false, params string[] operatorsDown)
    {
        await Writer.RunAsync(transaction => _outages.Turn(transaction, new Condition(busDown, operatorsDown)), default);
        _outages.Committed();
    }

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

    public void Taken(string operatorName, TimeSpan took) => Add($"taken after {took.TotalSeconds:0} s");

    public void Overdue(string operatorName, string stage) => Add($"overdue {stage}");

    public void Reply(string operatorName, string kind, string outcome) => Add($"{kind} {outcome}");

    public void Notice(string operatorName, string kind, string outcome) => Add($"notice {kind} {outcome}");

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
