using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Replies;

/// <summary>
/// Random commands, answers, silences, receipts, outages, restarts and time, against what has to be true whatever happens.
/// </summary>
[Trait("Speed", "rooms")]
public sealed class ReplyModelTests
{
    private const int People = 3;

    private enum What
    {
        Command,
        Answer,
        Receipt,
        Time,
        Outage,
        Restart,
    }

    private sealed record Step(What What, int Choice, int Size);

    [Fact]
    public void Each_command_has_one_end_no_part_is_sent_twice_at_once_and_nobody_reads_what_was_for_another()
    {
        var step = from what in Gen.Frequency(
                       (6, Gen.Constant(What.Command)), (8, Gen.Constant(What.Answer)), (6, Gen.Constant(What.Receipt)),
                           (4, Gen.Constant(What.Time)),
                       (1, Gen.Constant(What.Outage)), (1, Gen.Constant(What.Restart)))
                   from choice in Gen.Choose(0, 999)
                   from size in Gen.Choose(0, 9)
                   select new Step(what, choice, size);
        Prop.ForAll(Gen.ListOf(step, 40).ToArbitrary(), steps => new Run().CheckAsync([.. steps]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    private sealed class Run
    {
        private readonly Microsoft.Extensions.Time.Testing.FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
        private readonly ConcurrentQueue<(string Part, TaskCompletionSource<RequestOutcome> Answer)> _open = new();
        private readonly ConcurrentDictionary<string, int> _inFlight = new();
        private readonly ConcurrentQueue<string> _taken = new();
        private readonly ConcurrentQueue<string> _faults = new();
        private readonly ConcurrentDictionary<string, string> _commands = new();
        private readonly Lock _writing = new();
        private bool _isCalm;
        private int _life;
        private int _ids;

        public async Task CheckAsync(IReadOnlyList<Step> steps)
        {
            using var folder = new TempFolder();
            var rooms = await OpenAsync(folder);
            try
            {
                for (var person = 0; person < People; person++)
                {
                    await rooms.TakeAsync(Texts.Chinese("救命", Number(person)), person == 2 ? TestPlan.Fixed : TestPlan.Mobile);
                }

                foreach (var step in steps)
                {
                    if (step.What == What.Restart)
                    {
                        await rooms.DisposeAsync();
                        lock (_writing)
                        {
                            _life++;
                            _inFlight.Clear();
                            _open.Clear();
                        }

                        rooms = await OpenAsync(folder);
                    }
                    else
                    {
                        await DoAsync(rooms, step);
                    }
                }

                // From here on operators are well; what was not answered or not told of any more comes to its end by time.
                lock (_writing)
                {
                    _isCalm = true;
                    while (_open.TryDequeue(out var open)) Settle(open, ScriptedLinks.Taken(NewId()));
                }

                foreach (var op in rooms.Plan.Operators) rooms.Links.BringUp(op.Name);
                await rooms.PassUntilAsync(() => Ends(rooms).Count >= _commands.Count);

                Ends(rooms).ShouldBe(_commands.Keys, ignoreOrder: true);
                _faults.ShouldBeEmpty();
                rooms.Queue.Waiting().ShouldBeEmpty();
            }
            finally
            {
                await rooms.DisposeAsync();
            }
        }

        private static string Number(int person) => $"9123456{person}";

        private static List<string?> Ends(Rooms rooms) =>
            [
                .. rooms.Events<ReplyDelivered>().Select(data => data.CommandId),
                .. rooms
                    .Events<ReplyFailed>()
                    .Where(data => data.Final)
                    .Select(data => data.CommandId),
            ];

        private async Task<Rooms> OpenAsync(TempFolder folder)
        {
            var rooms = Rooms.Open(folder, _time);
            var life = _life;
            rooms.Links.AnswerAsync = (_, submit) => Written(life, submit);
            await rooms.StartSendingAsync();
            return rooms;
        }

        private Task<RequestOutcome> Written(int life, SubmitSm submit)
        {
            lock (_writing)
            {
                // What a daemon that has been killed still writes reaches nobody.
                return life == _life ? Written(submit) : new TaskCompletionSource<RequestOutcome>().Task;
            }
        }

        private Task<RequestOutcome> Written(SubmitSm submit)
        {
            var text = System.Text.Encoding.ASCII.GetString(submit.ShortMessage.Span);
            var command = Regex.Match(text, "<(k[0-9]+)>").Groups[1].Value;
            if (!_commands.TryGetValue(command, out var number) || !submit.Destination.Value.EndsWith(number, StringComparison.Ordinal))
            {
                _faults.Enqueue($"{command} went astray");
            }

            var part = command + "/" + (submit.EsmClass.HasUdh ? submit.ShortMessage.Span[5] : 0);
            if (_inFlight.AddOrUpdate(part, 1, (_, count) => count + 1) > 1) _faults.Enqueue($"{part} twice at once");
            var answer = new TaskCompletionSource<RequestOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_isCalm) Settle((part, answer), ScriptedLinks.Taken(NewId()));
            else _open.Enqueue((part, answer));
            return answer.Task;
        }

        private void Settle((string Part, TaskCompletionSource<RequestOutcome> Answer) open, RequestOutcome outcome)
        {
            _inFlight.AddOrUpdate(open.Part, 0, (_, count) => count - 1);
            open.Answer.TrySetResult(outcome);
        }

        private async Task DoAsync(Rooms rooms, Step step)
        {
            switch (step.What)
            {
                case What.Command:
                    await CommandAsync(rooms, step);
                    break;
                case What.Answer when _open.TryDequeue(out var open):
                    Settle(open, Outcome(step.Size));
                    break;
                case What.Receipt when _taken.TryDequeue(out var id):
                    await rooms.ReceiptAsync(Receipt(id, step.Size), step.Choice % 5 == 0 ? TestPlan.Fixed : TestPlan.Mobile);
                    if (step.Choice % 3 == 0) _taken.Enqueue(id);
                    break;
                case What.Time:
                    _time.Advance(TimeSpan.FromSeconds(1 + step.Size * step.Size));
                    await rooms.Deadlines.TurnAsync(default);
                    break;
                case What.Outage:
                    var op = rooms.Plan.Operators[step.Choice % 2].Name;
                    if (step.Size < 5) rooms.Links.TakeDown(op, TimeSpan.FromMinutes(step.Size));
                    else rooms.Links.BringUp(op);
                    await rooms.Deadlines.TurnAsync(default);
                    break;
            }
        }

        private async Task CommandAsync(Rooms rooms, Step step)
        {
            var (person, id) = (step.Choice % People, $"k{_commands.Count}");
            _commands[id] = Number(person);
            var command = new ReplySend(id)
            {
                Kind = (ReplyKind)(step.Size % 3),
                Text = string.Concat(Enumerable.Repeat($"<{id}>", step.Size > 6 ? 50 : 3)),
                ValidFor = TimeSpan.FromMinutes(1 + step.Size),
            };
            command = step.Choice % 4 == 0
                ? command with { Msisdn = "852" + Number(person), Operator = rooms.Plan.Operators[step.Choice % 2].Name }
                : command with { ReportId = rooms.Reports()[person].ReportId };
            (await rooms.ExecuteAsync(command)).IsAccepted.ShouldBeTrue();
        }

        private string NewId()
        {
            var id = $"X{Interlocked.Increment(ref _ids)}Z";
            _taken.Enqueue(id);
            return id;
        }

        private RequestOutcome Outcome(int size) => size switch
        {
            0 => new RequestOutcome(RequestResult.TimedOut, null),
            1 => new RequestOutcome(RequestResult.TimedOut, null) { Late = Task.FromResult<Pdu>(new SubmitSmResp { MessageId = NewId() }) },
            2 => new RequestOutcome(RequestResult.SessionLost, null),
            3 => new RequestOutcome(RequestResult.NotWritten, null),
            4 => ScriptedLinks.Refused(CommandStatus.MsgQFul),
            5 => ScriptedLinks.Refused(CommandStatus.SysErr),
            6 => ScriptedLinks.Refused(CommandStatus.InvDstAdr),
            _ => ScriptedLinks.Taken(NewId()),
        };

        private static DeliverSm Receipt(string id, int size) => size switch
        {
            0 => Receipts.Of(id, MessageState.Undeliverable, Receipts.InboxFull),
            1 => Receipts.Of(id, MessageState.Undeliverable),
            2 => Receipts.Of(id, MessageState.Unknown),
            3 => Receipts.Of(id, MessageState.Enroute),
            4 => Receipts.Of(id, MessageState.Expired),
            _ => Receipts.Of(id, MessageState.Delivered),
        };
    }
}
