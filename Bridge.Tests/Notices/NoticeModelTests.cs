using Bridge.Protocol.Centre;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using Bridge.Worker.Store;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Notices;

/// <summary>
/// Any history of texts, takes, suspensions, restarts, slow operators and passing time, against what a person may rely on.
/// </summary>
[Trait("Speed", "rooms")]
public sealed class NoticeModelTests
{
    private enum Act
    {
        Text,
        Take,
        Suspend,
        Resume,
        Restart,

        /// <summary>The operator takes what is on its way, or it ends because its validity has.</summary>
        OperatorTakes,
        Pass,
    }

    private sealed record Step(Act Act, int Sender, int Seconds);

    private sealed record Written(string Sender, string Report, DateTimeOffset At)
    {
        public DateTimeOffset? TakenAt { get; set; }
    }

    /// <param name="Queued">When it was put on its way.</param>
    private sealed record Notice(string Sender, string Kind, string Report, DateTimeOffset Queued)
    {
        /// <summary>When the operator took it, so that the phone may light up.</summary>
        public DateTimeOffset? Sent { get; set; }
        public DateTimeOffset? Ended { get; set; }
    }

    /// <summary>The clock of the model: ticks that far apart, for each is a commit.</summary>
    private const int Tick = 5;

    /// <summary>The first two are registered.</summary>
    private static readonly string[] Senders = ["91111111", "92222222", "93333333"];

    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    [Fact]
    public void No_two_notices_within_five_minutes_and_whoever_is_not_taken_hears_it_in_time()
    {
        var step =
            from act in Gen.Frequency(
                (5, Gen.Constant(Act.Text)),
                (2, Gen.Constant(Act.Take)),
                (1, Gen.Constant(Act.Suspend)),
                (2, Gen.Constant(Act.Resume)),
                (1, Gen.Constant(Act.Restart)),
                (4, Gen.Constant(Act.OperatorTakes)),
                (6, Gen.Constant(Act.Pass)))
            from sender in Gen.Choose(0, Senders.Length - 1)
            from seconds in Gen.Elements(5, 10, 30, 60, 120, 240)
            select new Step(act, sender, seconds);
        Prop.ForAll(Gen.ListOf(step, 40).ToArbitrary(), steps => new Run().CheckAsync([.. steps]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    private sealed class Run
    {
        private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
        private readonly List<Written> _texts = [];
        private readonly List<Notice> _notices = [];
        private readonly List<(DateTimeOffset At, bool Suspended)> _suspensions = [];
        private int _count;

        public async Task CheckAsync(IReadOnlyList<Step> steps)
        {
            using var folder = new TempFolder();
            var plan = NoticePlans.Create(folder);
            var rooms = Rooms.Open(plan, _time);
            try
            {
                foreach (var registered in Senders[..2]) await rooms.RegisterAsync("852" + registered, "en");

                foreach (var step in steps)
                {
                    if (step.Act == Act.Restart)
                    {
                        await rooms.DisposeAsync();
                        rooms = Rooms.Open(plan, _time);
                    }

                    await DoAsync(rooms, step);
                }

                // Whoever still waits has their turn: the limit ends, and after Deadline + After nothing is told any more.
                await DoAsync(rooms, new Step(Act.Pass, 0, 420));
                await DoAsync(rooms, new Step(Act.OperatorTakes, 0, 0));
            }
            finally
            {
                await rooms.DisposeAsync();
            }

            NoTwoWithinFiveMinutes();
            foreach (var text in _texts) IsHeard(text);
        }

        private async Task DoAsync(Rooms rooms, Step step)
        {
            switch (step.Act)
            {
                case Act.Text:
                    await rooms.TakeAsync(Texts.English($"Help {_count++}", Senders[step.Sender]));
                    var report = rooms.LastReport();
                    _texts.Add(new Written(Senders[step.Sender], report, _time.GetUtcNow()));
                    break;
                case Act.Take when _texts.LastOrDefault(text => text.Sender == Senders[step.Sender] && text.TakenAt is null) is { } newest:
                    await rooms.ExecuteAsync(new ReportTaken($"k{_count++}", newest.Report));
                    newest.TakenAt = _time.GetUtcNow();
                    break;
                case Act.Suspend or Act.Resume:
                    await rooms.ExecuteAsync(
                        step.Act == Act.Suspend ? new ServiceSuspend($"k{_count++}", null) : new ServiceResume($"k{_count++}", null));
                    _suspensions.Add((_time.GetUtcNow(), step.Act == Act.Suspend));
                    break;
                case Act.OperatorTakes:
                    await OperatorTakesAsync(rooms);
                    break;
                case Act.Pass:
                    for (var passed = 0; passed < step.Seconds; passed += Tick)
                    {
                        await SenderNoticesTests.PassAsync(rooms, Tick);
                        await NoteAsync(rooms);
                    }

                    break;
            }

            await NoteAsync(rooms);
        }

        private async Task OperatorTakesAsync(Rooms rooms)
        {
            var now = _time.GetUtcNow();
            var open = await OpenAsync(rooms);
            foreach (var reply in open)
            {
                var notice = _notices.Single(notice => notice.Report == reply.Report && notice.Kind == reply.Notice);
                await rooms.Writer.RunAsync(transaction =>
                {
                    if (reply.ValidUntil <= now)
                    {
                        rooms.Progress.Fail(transaction, reply, "test", outcome: ReplyOutcome.Expired);
                        return;
                    }

                    foreach (var part in transaction.ReplyParts.ForReply(reply.Row))
                    {
                        var submit = transaction.Submits.Insert(reply.Row, part.Number, reply.Operator, transaction.Now);
                        rooms.Progress.Accepted(transaction, submit, reply.Operator, reply.Row, $"m{reply.Row}-{part.Number}");
                    }
                }, default);
                if (reply.ValidUntil <= now) notice.Ended = now;
                else notice.Sent = now;
            }
        }

        private static async Task<List<Reply>> OpenAsync(Rooms rooms) =>
            [.. (await rooms.OpenRepliesAsync()).Where(reply => reply is { Kind: OutboundKind.Notice, AcceptedAt: null })];

        private async Task NoteAsync(Rooms rooms)
        {
            foreach (var reply in await OpenAsync(rooms))
            {
                if (_notices.Any(notice => notice.Report == reply.Report && notice.Kind == reply.Notice)) continue;
                _notices.Add(new Notice(reply.Address.Value, reply.Notice!, reply.Report!, reply.CreatedAt));
            }
        }

        private void NoTwoWithinFiveMinutes()
        {
            foreach (var sender in Senders)
            {
                var sent = _notices.Where(notice => notice.Sender == sender && notice.Sent is not null).Select(notice => notice.Sent!.Value)
                    .Order().ToList();
                for (var i = 1; i < sent.Count; i++) (sent[i] - sent[i - 1]).ShouldBeGreaterThanOrEqualTo(Apart);
            }
        }

        private void IsHeard(Written text)
        {
            var due = text.At + TimeSpan.FromSeconds(60);
            if (text.TakenAt <= due) return;
            var tick = TimeSpan.FromSeconds(Tick);
            var theirs = _notices.Where(notice => notice.Sender == text.Sender).ToList();

            // Something that says what to do went out, or was on its way, since the text came.
            if (theirs.Any(notice => notice.Kind != "unregistered" && Lasts(notice, from: text.At, until: due + tick))) return;

            // If not, a notice from before forbade it; then its turn comes when that is over, unless the text is taken by then.
            var forbidding = theirs.Where(notice => notice.Queued < due + tick && EndOf(notice) + Apart > due).ToList();
            forbidding.ShouldNotBeEmpty($"{text.Report} of {text.At:T} was neither taken nor told of, and nothing forbade it");
            var turn = forbidding.Max(EndOf) + Apart + tick;
            if (text.TakenAt <= turn || turn > text.At + TimeSpan.FromSeconds(360) + tick) return;
            theirs.ShouldContain(notice => notice.Kind != "unregistered" && notice.Queued >= due && notice.Queued <= turn,
                $"{text.Report} of {text.At:T} had its turn at {turn:T}");
        }

        /// <summary>On its way from when it was queued; then it counts from when it was taken, or given up.</summary>
        private static DateTimeOffset EndOf(Notice notice) => notice.Sent ?? notice.Ended ?? DateTimeOffset.MaxValue - Apart - Apart;

        private static bool Lasts(Notice notice, DateTimeOffset from, DateTimeOffset until) =>
            notice.Queued <= until && EndOf(notice) >= from;
    }
}
