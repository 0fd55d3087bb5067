using Bridge.Protocol.Centre;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;
using Bridge.Tests.Text;

namespace Bridge.Tests.Reports;

/// <summary>
/// What people write decides nothing on its way and arrives as it was written: between 天平邨 and 龍田邨 one character is the way to another
/// island.
/// </summary>
[Trait("Speed", "rooms")]
public sealed class WordForWordTests : IDisposable
{
    private const long FirstReply = 1;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Written =>
    [
        // Spaces stand for punctuation, also at both ends, of any width, and in a row.
        "  火警  上水天平邨天喜樓　10 字樓\u00A0xx 室 ",
        "\tHELP\r\n\r\nfire\n ",

        // Numbers on distance posts and lamp posts.
        "麥徑 M045 標距柱 C2506、燈柱 FA1234，近 KK203487",

        // Characters of Hong Kong's places, on and beyond the basic plane.
        "深水埗 邨 鰂魚涌 𨋢壞咗 屋邨喺𠝹房",

        // Compatibility ideographs, half and full width, ligatures, accents in one and in two, digits of other shapes: every normal form of
        // Unicode would change one of them.
        "\uF907\uF95C \U0002F894 ＡＢＣ１２３ ｶﾅ ﬁ e\u0301 \u00E9 \u212B \u2460 ² ½",

        // Either script, mixed, and neither is turned into the other.
        "里面 裏面 裡面 台灣 臺灣 后面 後面 于 於",
        "Fire @ Flat 10A, [Tin Hei House] €5 ~ {deaf} | \\ ^",
        "id:1 sub:001 stat:DELIVRD",
    ];

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_persons_text_comes_to_the_centre_as_it_was_written(string text)
    {
        await using var rooms = Rooms.Open(_folder);

        await rooms.TakeAsync(Texts.Chinese(text));

        var report = rooms.Reports().ShouldHaveSingleItem();
        report.Text.ShouldBe(text);
        report.Raw[0].ToArray().ShouldBe(Texts.Chinese(text).ShortMessage.ToArray());
    }

    [Theory]
    [MemberData(nameof(Written))]
    public async Task The_centres_text_goes_to_the_person_as_it_was_written(string text)
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("救命"));
        var report = rooms.Reports()[0].ReportId;

        // As the centre's backend sends it: over its own JSON.
        var command = CommandReader
            .Read(
                CommandWriter.Write(
                    new ReplySend("c1")
                    {
                        ReportId = report,
                        Kind = ReplyKind.Confirmation,
                        Text = text,
                    },
                    "/centre",
                    rooms.Time.GetUtcNow()))
            .Command.ShouldNotBeNull();
        (await rooms.ExecuteAsync(command)).Problems.ShouldBeEmpty();

        var parts = await rooms.Writer.RunAsync(transaction => transaction.ReplyParts.ForReply(FirstReply), default);
        TextJoiner
            .Join(
                [.. parts.Select(part => new ReceivedPart(part.Number, part.Text.DataCoding, part.Text.UserData, part.Text.HasUdh))],
                parts.Count,
                Alphabet.Gsm7)
            .Text.ShouldBe(text);
    }

    /// <summary>There is one centre for police, fire and ambulance, and who asks for one may need all three.</summary>
    [Fact]
    public async Task Whatever_a_text_asks_for_it_goes_to_the_one_centre_by_the_same_way()
    {
        await using var rooms = Rooms.Open(_folder);
        string[] texts =
        [
            .. GuideTexts.Chinese, .. GuideTexts.English, "警察", "消防", "救護車", "police", "fire", "ambulance", "test", "STOP", "register",
                "登記", "取消", "查詢", "spam", "",
        ];

        foreach (var text in texts) await rooms.TakeAsync(Texts.Chinese(text));

        var events = rooms.Outbox.ReadAfter(0, 1_000);
        events.Select(e => e.RoutingKey).Distinct().ShouldHaveSingleItem().ShouldBe($"report.received.{TestPlan.Mobile}");
        rooms.Reports().Select(report => report.Text).ShouldBe(texts);
        (await rooms.Writer.RunAsync(transaction => transaction.Replies.ByRow(FirstReply), default))
            .ShouldBeNull("no word is answered by itself");
    }
}
