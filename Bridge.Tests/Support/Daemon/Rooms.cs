using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Hosting;
using Bridge.Worker.Notices;
using Bridge.Worker.Operators;
using Bridge.Worker.Outages;
using Bridge.Worker.Registry;
using Bridge.Worker.Replies;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Support;

/// <summary>
/// The daemon's own rooms, as <see cref="Composition"/> puts them together, on a real store, with the links, the clock and the metrics in the
/// test's hands. Only the store's writer turns by itself. Can be stopped and started again on the same store.
/// </summary>
internal sealed class Rooms : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceProvider _services;
    private readonly CountedMetrics _metrics = new();

    private Rooms(BridgePlan plan, FakeTimeProvider time, IntakeLimits limits, Action<IServiceCollection> replace)
    {
        Plan = plan;
        Time = time;
        Links.Operators = plan.Operators;
        var services = new ServiceCollection().AddLogging().AddBridge(plan)
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(limits)
            .AddSingleton<IOperatorTraffic>(Links);
        _metrics.AddTo(services);
        replace(services);
        _services = services.BuildServiceProvider();
        Service<StoreStart>().StartAsync(default).GetAwaiter().GetResult();
    }

    public BridgePlan Plan { get; }
    public FakeTimeProvider Time { get; }
    public ScriptedLinks Links { get; } = new();
    public StoreWriter Writer => Service<StoreWriter>();
    public Outbox Outbox => Service<Outbox>();
    public StoreState State => Service<StoreState>();
    public IntakeMemory Memory => Service<IntakeMemory>();
    public ReportIntake Intake => Service<ReportIntake>();
    public TextIntake Texts => Service<TextIntake>();
    public Receipts Receipts => Service<Receipts>();
    public ReplyIntake Replies => Service<ReplyIntake>();
    public ReplyProgress Progress => Service<ReplyProgress>();
    public ReplyQueue Queue => Service<ReplyQueue>();
    public ReplyDeadlines Deadlines => Service<ReplyDeadlines>();
    public RegistryMemory Registry => Service<RegistryMemory>();
    public ActivationTexts ActivationTexts => Service<ActivationTexts>();
    public SenderNotices Notices => Service<SenderNotices>();
    public ICommandExecutor Commands => Service<ICommandExecutor>();

    /// <summary>What was counted for everything that has been answered until now.</summary>
    public CountedMetrics Metrics
    {
        get
        {
            FollowedAsync().GetAwaiter().GetResult();
            return _metrics;
        }
    }

    /// <param name="with">What is to be otherwise in the plan.</param>
    /// <param name="replace">Other services in the place of some.</param>
    public static Rooms Open(
        TempFolder folder, FakeTimeProvider? time = null, bool receipts = true, IntakeLimits? limits = null,
        Func<BridgePlan, BridgePlan>? with = null, Action<IServiceCollection>? replace = null) =>
        Open((with ?? (plan => plan))(TestPlan.Create(folder.File("bridge.db"), receipts)), time, limits, replace);

    public static Rooms Open(
        BridgePlan plan, FakeTimeProvider? time = null, IntakeLimits? limits = null, Action<IServiceCollection>? replace = null) =>
        new(plan, time ?? new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z")), limits ?? IntakeLimits.Default,
            replace ?? (_ => { }));

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>
    /// Completes when everything that follows from what was answered until now is done: counters, memory and queue follow after the answers.
    /// </summary>
    public Task FollowedAsync() => Writer.RunAsync(_ => { }, default).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>The answer that the operator gets once the text is durable.</summary>
    public async Task<CommandStatus> TakeAsync(Pdu pdu, string operatorName = TestPlan.Mobile, string link = "a")
    {
        var answer = new TaskCompletionSource<CommandStatus>();
        await Texts.AcceptTextAsync(Read(pdu, operatorName, link), answer.SetResult, default);
        return await AnsweredAsync(answer.Task);
    }

    public async Task<CommandStatus> ReceiptAsync(Pdu pdu, string operatorName = TestPlan.Mobile, string link = "a")
    {
        var answer = new TaskCompletionSource<CommandStatus>();
        await Receipts.AcceptReceiptAsync(Read(pdu, operatorName, link), answer.SetResult, default);
        return await AnsweredAsync(answer.Task);
    }

    /// <summary>What the intake's timer does, at the present time.</summary>
    public async Task SettleAsync()
    {
        await Writer.RunAsync(Intake.HandleDue, default);
        await FollowedAsync();
    }

    /// <summary>One turn of the outage watch: a sign of life, and what has ended. Nothing is down unless the test says so.</summary>
    public async Task LiveAsync(bool busDown = false, params string[] operatorsDown)
    {
        await Writer.RunAsync(
            transaction => Service<OutageRule>().Update(transaction, new ObservedState(busDown, operatorsDown)), default);
        await FollowedAsync();
    }

    /// <summary>Everything in the outbox, in its order, as a centre reads it from the octets that were written.</summary>
    public IReadOnlyList<CentreEvent> Events() => [.. Outbox.ReadAfter(0, 10_000).Select(e => CloudEvent.ReadEvent(e.Json))];

    /// <summary>The data of every event of a kind. Reports are read with <see cref="Reports"/> and <see cref="Amendments"/>.</summary>
    public IReadOnlyList<T> Events<T>()
        where T : EventData => [.. Events().Select(e => e.ReadData()).OfType<T>()];

    /// <summary>Every report.received.</summary>
    public IReadOnlyList<ReportData> Reports() =>
        [.. Events<ReportData>().Where(report => report.EventName == EventNames.ReportReceived)];

    /// <summary>Every report.amended.</summary>
    public IReadOnlyList<ReportData> Amendments() =>
        [.. Events<ReportData>().Where(report => report.EventName == EventNames.ReportAmended)];

    /// <summary>The conversation that each event of a kind is about.</summary>
    public IReadOnlyList<string?> Conversations<T>()
        where T : EventData => [.. Events().Where(e => e.ReadData() is T).Select(e => e.ConversationId)];

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

    /// <summary>Replies are sent from now on; their deadlines are looked at when the test says so.</summary>
    public Task StartSendingAsync() => Service<ReplySender>().StartAsync(_stop.Token);

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
            await Deadlines.TurnAsync(_stop.Token);
            await StillAsync();
        }

        return Time.GetUtcNow() - began;
    }

    /// <summary>Returns when nothing is being sent: what is left waits for a time, for an operator, or for another reply.</summary>
    public async Task StillAsync()
    {
        await FollowedAsync();
        await Eventually.TrueAsync(
            () => Queue.OperatorsWaitedFor().All(op => Links.DownFor(op) is not null) && Queue.InHand == 0, "no reply is being sent");
    }

    /// <summary>A registration without its activation text.</summary>
    /// <param name="msisdn">E.164 without the plus.</param>
    public async Task<Registration> RegisterAsync(string msisdn, string language = "zh-Hant")
    {
        var put = new RegistrationPut("r")
        {
            Msisdn = msisdn,
            Operator = TestPlan.Mobile,
            Name = "陳大明",
            Address = "上水",
            Language = language,
            Contacts = [],
        };
        var registered = await Writer.RunAsync(
            transaction => Service<RegistrationChanges>().Insert(transaction, put, msisdn, transaction.Now), default);
        await FollowedAsync();
        return registered;
    }

    public async Task UnregisterAsync(Registration registration)
    {
        await Writer.RunAsync(transaction => Service<RegistrationChanges>().Close(transaction, registration), default);
        await FollowedAsync();
    }

    public Task<CommandVerdict> ExecuteAsync(Command command) => AnsweredAsync(Commands.ExecuteAsync(command, default));

    /// <summary>Completes when so many events of this kind are in the outbox, and gives the data of the last of them.</summary>
    public async Task<T> EventAsync<T>(int count = 1)
        where T : EventData
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            var last = Outbox.Last;
            if (Events<T>() is var found && found.Count >= count) return found[count - 1];
            await Outbox.WaitForNewerAsync(last, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Service<ReplySender>().StopAsync(default);
        await _services.DisposeAsync();
        _stop.Dispose();
    }

    private async Task<T> AnsweredAsync<T>(Task<T> answer)
    {
        var given = await answer;
        await FollowedAsync();
        return given;
    }

    private InboundPdu Read(Pdu pdu, string operatorName, string link)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        PduCodec.Encode(pdu, buffer);
        return new InboundPdu(operatorName, link, PduCodec.Decode(buffer.WrittenMemory.ToArray()), Time.GetUtcNow(), Time.GetTimestamp());
    }
}
