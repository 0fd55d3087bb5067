using System.Text.Json;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Reports;

/// <summary>Random senders, parts, repeats and restarts against a model that only knows what each person wrote.</summary>
public sealed class AssemblyModelTests
{
    /// <summary>One thing that happens: part <paramref name="Number"/> of the text of a sender comes, or the daemon is started anew (no sender).</summary>
    private sealed record Step(int Sender, byte Number, string Link);

    private const int Senders = 5;

    [Fact]
    public void No_two_senders_ever_mix_and_every_whole_text_comes_out_once_and_right()
    {
        var step = from sender in Gen.Choose(-1, Senders * 4)
                   from number in Gen.Choose(1, 4)
                   from link in Gen.Elements("a", "b")
                   select new Step(sender < 0 ? -1 : sender % Senders, (byte)number, link);
        Prop.ForAll(Gen.ListOf(step, 40).ToArbitrary(), steps => CheckAsync([.. steps]).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    private static async Task CheckAsync(IReadOnlyList<Step> steps)
    {
        using var folder = new TempFolder();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
        var came = Enumerable.Range(0, Senders).Select(_ => new HashSet<byte>()).ToArray();
        var rooms = Rooms.Open(folder, time);
        try
        {
            foreach (var step in steps)
            {
                if (step.Sender < 0)
                {
                    await rooms.DisposeAsync();
                    rooms = Rooms.Open(folder, time);
                    continue;
                }

                (await rooms.TakeAsync(Part(step.Sender, step.Number), link: step.Link)).ShouldBe(CommandStatus.Ok);
                came[step.Sender].Add(Place(step.Sender, step.Number));
                time.Advance(TimeSpan.FromMilliseconds(10));
            }

            var whole = rooms.Events("report.received");
            whole.Select(Said).ShouldBe(Enumerable.Range(0, Senders).Where(sender => came[sender].Count == Total(sender)).Select(sender => (Number(sender), Text(sender, came[sender]))), ignoreOrder: true);

            // After Assembly:Wait the others, their gaps shown at their places.
            time.Advance(TimeSpan.FromSeconds(15));
            await rooms.SettleAsync();
            rooms.Events("report.received").Select(Said).ShouldBe(
                Enumerable.Range(0, Senders).Where(sender => came[sender].Count > 0).Select(sender => (Number(sender), Text(sender, came[sender]))), ignoreOrder: true);
        }
        finally
        {
            await rooms.DisposeAsync();
        }
    }

    private static (string, string) Said(JsonElement report) => (report.GetProperty("sender").GetProperty("raw").GetString()!, report.GetProperty("text").GetString()!);

    /// <summary>All use one reference, as phones do; their totals differ or not.</summary>
    private static DeliverSm Part(int sender, byte number) =>
        Texts.Part(Word(sender, Place(sender, number)), reference: 7, Total(sender), Place(sender, number), Number(sender));

    private static byte Total(int sender) => (byte)(2 + (sender % 3));

    private static byte Place(int sender, byte number) => (byte)(((number - 1) % Total(sender)) + 1);

    private static string Number(int sender) => $"9111111{sender}";

    private static string Word(int sender, int number) => $"（{sender}人{number}段）";

    private static string Text(int sender, HashSet<byte> came) =>
        string.Concat(Enumerable.Range(1, Total(sender)).Select(number => came.Contains((byte)number) ? Word(sender, number) : $"[{number}/{Total(sender)} missing]"));
}
