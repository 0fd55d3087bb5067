using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Reports;

/// <summary>
/// Random histories of several people's phones against <see cref="AssemblyModel"/>: references used again and again, of 8 and 16 bits, in
/// the UDH of short_message and of message_payload and in sar_*; parts in any order, over two links, repeated; time that passes, restarts.
/// </summary>
[Trait("Speed", "rooms")]
public sealed class AssemblyModelTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private abstract record Step;

    private sealed record Come(WrittenPart Part, string Link) : Step;

    private sealed record Repeat(int Back, string Link) : Step;

    private sealed record Pass(int Milliseconds) : Step;

    private sealed record Restart : Step;

    /// <summary>A reference of 8 or 16 bits in the UDH, or in sar_*; the text in short_message or in message_payload.</summary>
    private static readonly (string Reference, bool InPayload)[] Forms = [
        ("udh8", false), ("udh16", false), ("sar", false), ("udh8", true), ("udh16", true), ("sar", true)];

    /// <summary>
    /// A text is known by its sender, its form, how many parts it has and which of the texts with that reference it is; all phones use
    /// reference 7. Few of each, so that texts meet.
    /// </summary>
    private static Gen<Step> Steps { get; } = Gen.Frequency(
        (12, from sender in Gen.Choose(0, 3)
             from form in Gen.Elements(Forms)
             from total in Gen.Choose(2, 3)
             from text in Gen.Choose(1, 3)
             from number in Gen.Choose(1, 3)
             from link in Gen.Elements("a", "b")
             select (Step)new Come(Part(sender, form.Reference, form.InPayload, total, text, Math.Min(number, total)), link)),
        (1, Gen.Choose(0, 3).Select(sender => (Step)new Come(new($"9111111{sender}", null, false, 1, 1, $"（{sender}短）"), "a"))),
        (3, from back in Gen.Choose(1, 4) from link in Gen.Elements("a", "b") select (Step)new Repeat(back, link)),
        (3, Gen.Elements(10, 4_000, 16_000, 130_000, 400_000).Select(milliseconds => (Step)new Pass(milliseconds))),
        (1, Gen.Constant((Step)new Restart())));

    [Fact]
    public void Every_history_is_told_as_the_model_tells_it()
    {
        var seen = new HashSet<string>();
        var histories = Gen.Choose(10, 100).SelectMany(length => Steps.ListOf(length)).ToArbitrary();
        Prop.ForAll(histories, steps => CheckAsync([.. steps], seen).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(30));

        // The histories did meet what they are for.
        seen.ShouldBe(
            ["amended", "amended after a restart", "incomplete", "reference used again", "repeated", "restart", "whole",
            .. Forms.Select(Name)], ignoreOrder: true);
    }

    private static async Task CheckAsync(IReadOnlyList<Step> steps, HashSet<string> seen)
    {
        using var folder = new TempFolder();
        var start = DateTimeOffset.Parse("2026-11-22T04:00:00Z");
        var time = new FakeTimeProvider(start);
        var model = new AssemblyModel(Window, Wait);
        List<WrittenPart> came = [];
        List<(string Name, string Sender, string Text)> told = [];
        var read = 0L;
        var restarted = false;
        var rooms = Rooms.Open(folder, time);
        try
        {
            foreach (var step in steps)
            {
                var before = model.Told.Count;
                switch (step)
                {
                    case Come(var part, var link):
                        came.Add(part);
                        await TakeAsync(part, link);
                        break;
                    case Repeat(var back, var link) when back <= came.Count:
                        seen.Add("repeated");
                        await TakeAsync(came[^back], link);
                        break;
                    case Pass(var milliseconds):
                        await PassAsync(TimeSpan.FromMilliseconds(milliseconds));
                        break;
                    case Restart:
                        await rooms.DisposeAsync();
                        rooms = Rooms.Open(folder, time);
                        restarted = true;
                        seen.Add("restart");
                        break;
                }

                Told().ShouldBe(model.Told);
                if (restarted && model.Told.Skip(before).Any(each => each.Name == "report.amended")) seen.Add("amended after a restart");
            }

            await PassAsync(Wait);
            Told().ShouldBe(model.Told);
            foreach (var (_, sender, text) in Told()) NothingOfAnotherSender(sender, text);
            NoteWhatWasMet(model, seen);
        }
        finally
        {
            await rooms.DisposeAsync();
        }

        IReadOnlyList<(string Name, string Sender, string Text)> Told()
        {
            foreach (var e in rooms.Outbox.ReadAfter(read, 1_000))
            {
                read = e.Sequence;
                if (CloudEvent.ReadEvent(e.Json).Report is { } report) told.Add((e.Name, report.Sender.Raw, report.Text));
            }

            return told;
        }

        // The clock looks every now and then whether something is due, as the daemon's does.
        async Task PassAsync(TimeSpan span)
        {
            for (var step = Min(span, Tick); span > TimeSpan.Zero; span -= step, step = Min(span, Tick))
            {
                time.Advance(step);
                if (rooms.Memory.IsDue) await rooms.SettleAsync();
                model.Ticks(time.GetUtcNow() - start);
            }
        }

        async Task TakeAsync(WrittenPart part, string link)
        {
            (await rooms.TakeAsync(Deliver(part), link: link)).ShouldBe(CommandStatus.Ok);
            model.Comes(part, time.GetUtcNow() - start);
            if (part.Reference is { } reference) seen.Add(Name((reference, part.InPayload)));
        }
    }

    private static void NothingOfAnotherSender(string sender, string text)
    {
        foreach (var words in text.Split('（').Skip(1)) words.ShouldStartWith(sender[^1..]);
    }

    private static void NoteWhatWasMet(AssemblyModel model, HashSet<string> seen)
    {
        foreach (var (name, _, text) in model.Told)
        {
            seen.Add(
                name == "report.amended" ? "amended"
                : text.Contains("missing", StringComparison.Ordinal) ? "incomplete"
                : "whole");
        }
        if (
            model
                .Texts.GroupBy(text => (text.Sender, text.Reference, text.Total))
                .Any(texts => texts.Key.Reference is not null && texts.Count() > 1))
            seen.Add("reference used again");
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static string Name((string Reference, bool InPayload) form) => form.Reference + (form.InPayload ? " in message_payload" : "");

    private static WrittenPart Part(int sender, string reference, bool inPayload, int total, int text, int number) =>
        new($"9111111{sender}", reference, inPayload, total, number,
            $"（{sender}{reference}{(inPayload ? "長" : "")}{total}第{text}宗{number}段）");

    private static DeliverSm Deliver(WrittenPart part)
    {
        var sm = Texts.Chinese(part.Says, part.Sender);
        if (part.Reference is null) return sm;
        var (total, number) = ((byte)part.Total, (byte)part.Number);
        byte[] header = part.Reference switch { "udh8" => [5, 0, 3, 7, total, number], "udh16" => [6, 8, 4, 0, 7, total, number], _ => [] };
        Tlv[] place = header.Length > 0
            ? []
            : [Tlv.UInt16(TlvTag.SarMsgRefNum, 7), Tlv.Octet(TlvTag.SarTotalSegments, total), Tlv.Octet(TlvTag.SarSegmentSeqnum, number)];
        byte[] body = [.. header, .. sm.ShortMessage.Span];
        return sm with
        {
            EsmClass = new EsmClass((byte)(header.Length > 0 ? 0x40 : 0)),
            ShortMessage = part.InPayload ? default : body,
            Tlvs = part.InPayload ? [.. place, new Tlv(TlvTag.MessagePayload, body)] : place,
        };
    }
}
