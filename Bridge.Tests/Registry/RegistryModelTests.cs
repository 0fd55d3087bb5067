using Bridge.Protocol.Centre;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Registry;

/// <summary>Random histories of a few numbers against a model that only knows who had each number at which moment.</summary>
[Trait("Speed", "rooms")]
public sealed class RegistryModelTests
{
    private enum Act
    {
        Put,
        PutWithoutText,
        Remove,
        Text,
        FirstPart,
        LastPart,
        Restart,
    }

    /// <param name="Person">Whom a put registers for the number.</param>
    private sealed record Step(Act Act, int Number, int Person);

    private const int Numbers = 3;

    [Fact]
    public void Every_report_carries_what_was_registered_for_its_number_when_the_text_came()
    {
        var step =
            from act in Gen.Frequency(
                (3, Gen.Constant(Act.Put)),
                (1, Gen.Constant(Act.PutWithoutText)),
                (2, Gen.Constant(Act.Remove)),
                (4, Gen.Constant(Act.Text)),
                (2, Gen.Constant(Act.FirstPart)),
                (2, Gen.Constant(Act.LastPart)),
                (1, Gen.Constant(Act.Restart)))
            from number in Gen.Choose(0, Numbers - 1)
            from person in Gen.Choose(0, 2)
            select new Step(act, number, person);
        Prop.ForAll(Gen.ListOf(step, 40).ToArbitrary(), steps => CheckAsync([.. steps]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private static async Task CheckAsync(IReadOnlyList<Step> steps)
    {
        using var folder = new TempFolder();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
        var registered = new string?[Numbers];
        var waiting = new Dictionary<int, (string? Name, byte Reference)>();
        var expected = new List<(string Event, string? Name)>();
        var rooms = RegistryFixture.Open(folder, time);
        try
        {
            foreach (var (index, step) in steps.Index())
            {
                var from = $"9111111{step.Number}";
                switch (step.Act)
                {
                    case Act.Put or Act.PutWithoutText:
                        await rooms.PutAsync(
                            RegistryFixture.Put($"c{index}", "852" + from, $"第{step.Person}人") with
                            {
                                Notify = step.Act == Act.Put,
                            });
                        registered[step.Number] = $"第{step.Person}人";
                        break;
                    case Act.Remove:
                        (await rooms.ExecuteAsync(new RegistrationRemove($"c{index}", "852" + from))).IsAccepted.ShouldBe(
                            registered[step.Number] is not null);
                        registered[step.Number] = null;
                        break;
                    case Act.Text:
                        await rooms.TakeAsync(Texts.Chinese($"第{index}則", from));
                        expected.Add(("report.received", registered[step.Number]));
                        break;
                    case Act.FirstPart when !waiting.ContainsKey(step.Number):
                        // Released with its gap at once, so that what comes later amends it.
                        await rooms.TakeAsync(Texts.Part($"第{index}則", (byte)index, total: 2, number: 1, from));
                        time.Advance(TimeSpan.FromSeconds(15));
                        await rooms.SettleAsync();
                        waiting[step.Number] = (registered[step.Number], (byte)index);
                        expected.Add(("report.received", registered[step.Number]));
                        break;
                    case Act.LastPart when waiting.Remove(step.Number, out var first):
                        await rooms.TakeAsync(Texts.Part("餘下", first.Reference, total: 2, number: 2, from));
                        expected.Add(("report.amended", first.Name));
                        break;
                    case Act.Restart:
                        await rooms.DisposeAsync();
                        rooms = RegistryFixture.Open(folder, time);
                        break;
                }

                time.Advance(TimeSpan.FromMilliseconds(10));
                await rooms.TurnAsync();
                Enumerable.Range(0, Numbers).Select(number => rooms.Registry.Find($"8529111111{number}")?.Name).ShouldBe(registered);
            }

            rooms
                .Events()
                .Where(told => told.Name.StartsWith("report.", StringComparison.Ordinal))
                .Select(told => (told.Name, told.Report!.Registration?.Name))
                .ShouldBe(expected);
        }
        finally
        {
            await rooms.DisposeAsync();
        }
    }
}
