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
using Bridge.Worker.Supervision;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Support;

/// <summary>
/// The rooms behind the links on a real store, with the links and the clock in the test's hands. Can be stopped and started again on the
/// same store.
/// </summary>
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
        Links.Operators = plan.Operators;
        var sending = new ReplySending(plan, Writer, Links, replies, Ledger, Queue, counter, time, NullLogger<ReplySending>.Instance);
        Clock = new ReplyClock(plan, Writer, Links, Queue, sending, counter, new Pulses(time), time, NullLogger<ReplyClock>.Instance);
        Engine = new ReplyEngine(plan, Writer, Links, Queue, sending, Clock, time, NullLogger<ReplyEngine>.Instance);
        Commands = new CommandDesk(
            Writer, replies, new RegistrationCommands(plan),
                new SuspensionCommands(plan, NullLogger<SuspensionCommands>.Instance), Notices);
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
    public ReplyQueue Queue { get; } = new();
    public ReplyClock Clock { get; }
    public ReplyEngine Engine { get; }
    public RegistryMemory Registry { get; } = new();
    public ActivationTexts ActivationTexts { get; }
    public SenderNotices Notices { get; }
    public CommandDesk Commands { get; }
    public ScriptedLinks Links { get; } = new();
    public CountedMetrics Metrics { get; } = new();

    /// <param name="with">What is to be otherwise in the plan.</param>
    public static Rooms Open(
        TempFolder folder, FakeTimeProvider? time = null, bool receipts = true, long mostOctets = IntakeMemory.MostOctets,
            Func<BridgePlan, BridgePlan>? with = null,
        int mostGroups = IntakeMemory.MostGroups) =>
        new((with ?? (plan => plan))(TestPlan.Create(folder.File("bridge.db"), receipts)),
            time ?? new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z")), mostOctets, mostGroups);

    public static Rooms Open(BridgePlan plan, FakeTimeProvider? time = null) =>
        new(plan, time ?? new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z")), IntakeMemory.MostOctets,
            IntakeMemory.MostGroups);


    /// <summary>The answer that the operator gets once the text is durable.</summary>
    public async Task<CommandStatus> TakeAsync(Pdu pdu, string operatorName = TestPlan.Mobile, string link = "a")
    {
        var answer = new TaskCompletionSource<CommandStatus>();
        await Inbound.TextAsync(Read(pdu, operatorName, link), answer.SetResult, default);
        return await answer.Task;
    }

    public async Task<CommandStatus> ReceiptAsync(Pdu pdu, string operatorName = TestPlan.Mobile, string link = "a")
    {
        var answer = new TaskCompletionSource<CommandStatus>();
        await Inbound.ReceiptAsync(Read(pdu, operatorName, link), answer.SetResult, default);
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

    /// <summary>The conversation that each event of a name is about.</summary>
    public IReadOnlyList<string?> Subjects(string name) =>
        [
            .. Outbox
                .ReadAfter(0, 10_000)
                .Where(e => e.Name == name)
                .Select(e =>
                    JsonDocument.Parse(e.Json).RootElement.TryGetProperty("subject", out var subject) ? subject.GetString() : null),
        ];

    /// <summary>Every text to a person that has not ended, in the order of their coming.</summary>
    public Task<List<Reply>> OpenRepliesAsync() => Writer.RunAsync(transaction =>
    {
        List<Reply> open = [];
        for (var row = 1L; transaction.Replies.ByRow(row) is { } reply; row++)
        {
            if (!reply.Ended) open.Add(reply);
        }

        return open;
    }, default);

    public Task StartEngineAsync() => Engine.StartAsync(_stop.Token);

    /// <summary>Lets time pass second by second, and what is due by it be done, until something is so; returns how much passed.</summary>
    public async Task<TimeSpan> PassUntilAsync(Func<bool> so)
    {
        var began = Time.GetUtcNow();
        await StillAsync();
        while (!so())
        {
            if (Time.GetUtcNow() - began > TimeSpan.FromHours(2))
            {
                throw new ShouldAssertException("still not so after two hours of the test's clock");
            }

            Time.Advance(TimeSpan.FromSeconds(1));
            await Clock.LookAsync(_stop.Token);
            await StillAsync();
        }

        return Time.GetUtcNow() - began;
    }

    /// <summary>Returns when nothing is being sent: what is left waits for a time, for an operator, or for another reply.</summary>
    public Task StillAsync() => Eventually.TrueAsync(
        () => Queue.Waited().All(op => Links.DownFor(op) is not null) && Queue.InHand == 0, "no reply is being sent");

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

    public void Report(string operatorName, string alphabet, bool complete) =>
        Add($"report {alphabet} {(complete ? "complete" : "incomplete")}");

    public void Duplicate(string operatorName) => Add("duplicate");

    public void DecodeProblem(string operatorName, string problem) => Add("problem");

    public void Confirmed(string operatorName, TimeSpan took) => Add($"confirmed after {took.TotalSeconds:0} s");

    public void Taken(string operatorName, TimeSpan took) => Add($"taken after {took.TotalSeconds:0} s");

    public void Overdue(string operatorName, string stage) => Add($"overdue {stage}");

    public void Reply(string operatorName, string kind, string outcome) => Add($"{kind} {outcome}");

    public void Receipt(string operatorName, string outcome) => Add($"receipt {outcome}");

    public void Notice(string operatorName, string kind, string outcome) => Add($"notice {kind} {outcome}");

    private void Add(string what)
    {
        lock (Seen) Seen.Add(what);
    }
}
