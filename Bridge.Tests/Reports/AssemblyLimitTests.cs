using Bridge.Tests.Support;
using Bridge.Worker.Reports;

namespace Bridge.Tests.Reports;

/// <summary>Parts whose other parts never come, more of them than may be held.</summary>
[Trait("Speed", "slow")]
public sealed class AssemblyLimitTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_hostile_operators_endless_parts_cost_bounded_memory_and_each_is_told_before_it_is_forgotten()
    {
        const long Most = 50_000;
        await using var rooms = Rooms.Open(_folder, limits: IntakeLimits.Default with { MaxOctets = Most });
        var word = new string('火', 60);
        for (var i = 0; i < 1_000; i++)
        {
            await rooms.TakeAsync(Texts.Part(word + i, (byte)(i % 256), 255, (byte)(1 + (i / 256)), $"9{i / 2:D7}"));
            rooms.Memory.Groups.Octets.ShouldBeLessThanOrEqualTo(Most);
        }

        rooms.Time.Advance(TimeSpan.FromSeconds(15));
        await rooms.SettleAsync();
        rooms.Memory.Groups.Octets.ShouldBeGreaterThan(0);
        var told = string.Concat(rooms.Reports().Select(report => report.Text + "|"));
        for (var i = 0; i < 1_000; i++) told.ShouldContain($"火{i}[");
    }

    [Fact]
    public async Task More_waiting_texts_than_are_held_are_released_the_oldest_first_and_one_that_was_is_forgotten()
    {
        await using var rooms = Rooms.Open(_folder, limits: IntakeLimits.Default with { MaxGroups = 3 });
        for (byte i = 1; i <= 5; i++) await rooms.TakeAsync(Texts.Part($"第{i}宗", i, 2, 1));
        rooms.Reports().Select(report => report.Text).ShouldBe(["第1宗[2/2 missing]", "第2宗[2/2 missing]"]);

        for (byte i = 6; i <= 8; i++) await rooms.TakeAsync(Texts.Part($"第{i}宗", i, 2, 1));
        await rooms.TakeAsync(Texts.Part("尾", 1, 2, 2)); // released as one of five, and forgotten since
        await rooms.TakeAsync(Texts.Part("尾", 5, 2, 2)); // released, and still known
        rooms.Time.Advance(TimeSpan.FromSeconds(15));
        await rooms.SettleAsync();

        rooms.Reports().Select(report => report.Text).ShouldContain("[1/2 missing]尾");
        rooms.Amendments().Select(report => report.Text).ShouldBe(["第5宗尾"]);
        rooms.Reports().Count.ShouldBe(9);
    }
}
