using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Replies;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;

namespace Bridge.Tests.Registry;

/// <summary>People answer the activation text although it asks them not to: an emergency like any other, flagged.</summary>
[Trait("Speed", "rooms")]
public sealed class ActivationReplyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_follows_an_activation_text_is_an_emergency_flagged_until_the_centre_has_answered()
    {
        await using var rooms = await ActivatedAsync();

        await rooms.TakeAsync(Texts.Chinese("收到，謝謝"));
        await rooms.TakeAsync(Texts.Chinese("不用回覆嗎"));
        await rooms.TakeAsync(Texts.Chinese("救命", "98888888"));
        await rooms.ExecuteAsync(
            new ReplySend("k1")
            {
                ReportId = Report(rooms, 0).ReportId,
                Kind = ReplyKind.Question,
                Text = "你需要幫助嗎？",
            });
        await rooms.EventAsync<ReplyAccepted>();
        await rooms.TakeAsync(Texts.Chinese("有人心臟病發"));

        Flags(rooms).ShouldBe([true, true, false, false]);
        Report(rooms, 0).Complete.ShouldBeTrue();
    }

    [Fact]
    public async Task Somebody_who_is_in_a_conversation_when_the_text_comes_does_not_answer_it()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese("屋內有賊人"));
        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        await rooms.TextedAsync();
        rooms.Time.Advance(TimeSpan.FromMinutes(1));

        await rooms.TakeAsync(Texts.Chinese("他仍在屋內"));

        Flags(rooms).ShouldBe([false, false]);
    }

    [Fact]
    public async Task After_a_week_nobody_answers_it_any_more()
    {
        await using var rooms = await ActivatedAsync();
        rooms.Time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));

        await rooms.TakeAsync(Texts.Chinese("救命"));

        Flags(rooms).ShouldBe([false]);
    }

    [Fact]
    public async Task An_amended_report_says_what_the_first_said_also_after_a_restart()
    {
        await using (var before = await ActivatedAsync())
        {
            await before.TakeAsync(Texts.Part("第一段", reference: 7, total: 2, number: 1));
            before.Time.Advance(TimeSpan.FromSeconds(15));
            await before.SettleAsync();
            await before.ExecuteAsync(
                new ReplySend("k1")
                {
                    ReportId = Report(before, 0).ReportId,
                    Kind = ReplyKind.Question,
                    Text = "？",
                });
            await before.EventAsync<ReplyAccepted>();
        }

        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.TakeAsync(Texts.Part("第二段", reference: 7, total: 2, number: 2));

        rooms.Amendments().ShouldHaveSingleItem().RepliesToActivation.ShouldBeTrue();
    }

    private async Task<Rooms> ActivatedAsync()
    {
        var rooms = RegistryFixture.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        await rooms.TextedAsync();
        for (var n = 1; n <= rooms.Links.Submitted.Count; n++)
        {
            await rooms.ReceiptAsync(Receipts.Of($"m{n}", MessageState.Delivered));
        }

        rooms.Time.Advance(TimeSpan.FromMinutes(5));
        return rooms;
    }

    private static ReportData Report(Rooms rooms, int index) => rooms.Reports()[index];

    private static IEnumerable<bool> Flags(Rooms rooms) =>
        rooms.Reports().Select(report => report.RepliesToActivation);
}
