using System.Collections.Concurrent;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Tests.Store;

/// <summary>What follows a commit, or has to be undone after a rollback, can neither delay nor prevent an answer.</summary>
[Trait("Speed", "rooms")]
public sealed class TransactionHooksTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LogLines<StoreWriter> _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_answers_of_a_group_go_before_anything_else_that_follows_it()
    {
        await using var rooms = Open();
        var happened = new ConcurrentQueue<string>();
        var held = await HoldAsync(rooms);
        for (var i = 0; i < 20; i++) await rooms.Writer.PostAsync(new FollowedWork(happened), default);
        held.SetResult();
        await rooms.FollowedAsync();

        happened.ShouldBe([.. Enumerable.Repeat("answer", 20), .. Enumerable.Repeat("after", 20)]);
    }

    [Fact]
    public async Task An_act_after_the_commit_that_throws_costs_neither_the_answers_nor_the_other_acts()
    {
        await using var rooms = Open();
        var done = 0;
        await rooms.Writer.RunAsync(
            transaction =>
            {
                transaction.AfterCommit(() => done++);
                transaction.AfterCommit(() => throw new InvalidOperationException("once"));
                transaction.AfterCommit(() => done++);
            },
            default);
        await rooms.FollowedAsync();

        done.ShouldBe(2);
        Logged("What follows a commit failed: InvalidOperationException").ShouldBe(1);
        (await rooms.TakeAsync(Texts.Chinese("一"))).ShouldBe(CommandStatus.Ok);
    }

    [Fact]
    public async Task Counters_that_throw_cost_no_text_its_answer()
    {
        await using var rooms = Open(services => services.AddSingleton<IReportMetrics, BrokenMetrics>());

        for (var i = 0; i < 10; i++) (await rooms.TakeAsync(Texts.Chinese($"第{i}個"))).ShouldBe(CommandStatus.Ok);

        rooms.Reports().Count.ShouldBe(10);
        Logged("What follows a commit failed: NotSupportedException").ShouldBe(10);
    }

    [Fact]
    public async Task An_answer_that_throws_costs_nobody_elses()
    {
        await using var rooms = Open();
        var happened = new ConcurrentQueue<string>();
        var held = await HoldAsync(rooms);
        await rooms.Writer.PostAsync(new FollowedWork(happened), default);
        await rooms.Writer.PostAsync(new FollowedWork(happened) { AnswerThrows = true }, default);
        await rooms.Writer.PostAsync(new FollowedWork(happened), default);
        held.SetResult();
        await rooms.FollowedAsync();

        happened.ShouldBe(["answer", "answer", "after", "after", "after"]);
        Logged("An answer after a commit, or after a refusal, failed: InvalidOperationException").ShouldBe(1);
    }

    [Fact]
    public async Task What_a_rollback_undoes_is_undone_once_and_after_the_answer()
    {
        await using var rooms = Open();
        var happened = new ConcurrentQueue<string>();
        Action<StoreTransaction> undo = _ => happened.Enqueue("undo");
        await rooms.Writer.PostAsync(
            new FollowedWork(happened)
            {
                Also = transaction =>
                {
                    for (var i = 0; i < 3; i++) transaction.OnRollback(undo);
                    throw new InvalidOperationException("poison");
                },
            },
            default);
        await Eventually.TrueAsync(() => happened.Count >= 2, "the work is refused and undone");
        await rooms.FollowedAsync();

        // Nothing follows a commit that was none.
        happened.ShouldBe(["refusal", "undo"]);
    }

    [Fact]
    public async Task What_could_not_be_undone_is_undone_before_anything_is_decided_again()
    {
        await using var rooms = Open();
        var tries = 0;
        var undone = false;
        Action<StoreTransaction> undo = _ =>
        {
            if (++tries == 1) throw new InvalidOperationException("once");
            undone = true;
        };
        var poison = rooms.Writer.RunAsync(
            transaction =>
            {
                transaction.OnRollback(undo);
                throw new InvalidOperationException("poison");
            },
            default);
        await Should.ThrowAsync<InvalidOperationException>(poison);

        (await rooms.Writer.RunAsync(_ => undone, default)).ShouldBeTrue();
        tries.ShouldBe(2);
        Logged("What a rollback undoes could not be undone yet: InvalidOperationException").ShouldBe(1);
        (await rooms.TakeAsync(Texts.Chinese("一"))).ShouldBe(CommandStatus.Ok);
    }

    private Rooms Open(Action<IServiceCollection>? replace = null) => Rooms.Open(_folder, replace: services =>
    {
        services.AddSingleton<ILogger<StoreWriter>>(_log);
        replace?.Invoke(services);
    });

    private int Logged(string text) => _log.Texts.Count(line => line == text);

    /// <summary>The writer is busy until it is told, so that what is posted meanwhile goes into one group.</summary>
    private static async Task<TaskCompletionSource> HoldAsync(Rooms rooms)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new TaskCompletionSource();
        _ = rooms.Writer.RunAsync(
            _ =>
            {
                begun.SetResult();
                held.Task.GetAwaiter().GetResult();
            },
            default);
        await begun.Task;
        return held;
    }

    private sealed class FollowedWork(ConcurrentQueue<string> happened) : StoreWork
    {
        public bool AnswerThrows { get; init; }

        public Action<StoreTransaction> Also { get; init; } = _ => { };

        public override void Run(StoreTransaction transaction)
        {
            transaction.AfterCommit(() => happened.Enqueue("after"));
            Also(transaction);
        }

        public override void Committed()
        {
            if (AnswerThrows) throw new InvalidOperationException("once");
            happened.Enqueue("answer");
        }

        public override void Failed(Exception error) => happened.Enqueue("refusal");
    }

    private sealed class BrokenMetrics : IReportMetrics
    {
        public void TextAccepted(string operatorName, TimeSpan took) => throw new NotSupportedException();

        public void Report(string operatorName, string alphabet, bool complete) => throw new NotSupportedException();

        public void Duplicate(string operatorName) => throw new NotSupportedException();

        public void DecodeProblem(string operatorName, string problem) => throw new NotSupportedException();

        public void Overdue(string operatorName, string stage) => throw new NotSupportedException();
    }
}
