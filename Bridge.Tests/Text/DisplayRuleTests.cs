using Bridge.Protocol.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Text;

[Trait("Speed", "unit")]
public class DisplayRuleTests
{
    [Theory]
    [InlineData("收到，警員很快會到達。𨋢🆘", Displays.All, 0)]
    [InlineData("收到，警員很快會到達。", Displays.BasicPlane, 0)]
    [InlineData("𨋢壞咗🆘", Displays.BasicPlane, 2)]
    [InlineData("👨‍👩‍👧‍👦", Displays.BasicPlane, 1)]
    [InlineData("Police €5 [B] coming", Displays.Gsm7, 0)]
    [InlineData("Police 警察", Displays.Gsm7, 2)]
    [InlineData("", Displays.Gsm7, 0)]
    public void What_a_phone_cannot_show_is_counted_as_a_reader_counts(string text, Displays displays, int count) =>
        DisplayRule.CountUnshowable(text, displays).ShouldBe(count);

    [Theory]
    [InlineData("", 1)]
    [InlineData("Help", 1)]
    public void A_reply_is_counted_before_it_is_sent(string text, int parts) => TextSplitter.CountParts(text).ShouldBe(parts);

    [Fact]
    public void The_count_is_what_the_splitter_makes() => Prop.ForAll(WrittenTexts.Any, text =>
        TextSplitter.CountParts(text).ShouldBe(TextSplitter.Split(text, LongTextForm.Udh, 1).Count)).QuickCheckThrowOnFailure();
}
