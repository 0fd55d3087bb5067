namespace Bridge.Tests.Architecture;

/// <summary>
/// What the pages write as code is there. Decisions and the changelog are history, and keep the names of their time. The page of the
/// decoder's data names words of the data.
/// </summary>
[Trait("Speed", "unit")]
public sealed class PageNamesTests
{
    private static readonly string[] LetBe = ["docs/decisions/", "CHANGELOG.md", "Bridge.Protocol/Text/Data/"];

    public static TheoryData<string> Pages =>
        [.. MarkdownPage.All.Where(path => !LetBe.Any(place => path.StartsWith(place, StringComparison.Ordinal)))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_name_in_backticks_is_there(string path) =>
        MarkdownPage.Read(path).CodeSpans.Distinct().Where(KnownNames.IsUnknown).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_name_in_a_drawing_is_there(string path) =>
        MarkdownPage.Read(path).Drawings.SelectMany(KnownNames.UnknownNamesIn).Distinct().ShouldBeEmpty();

    [Theory]
    [InlineData("Bridge.Worker/Store/StoreWriter.cs")]
    [InlineData("Bridge.Worker/Store/")]
    [InlineData("StoreWriter")]
    [InlineData("StoreWriter.PostAsync")]
    [InlineData("PostAsync")]
    [InlineData("BridgeStoreDown")]
    [InlineData("LogOnce<T>")]
    [InlineData("Bridge.Protocol.Smpp")]
    [InlineData("TimeProvider")]
    [InlineData("Operators:NAME:Heartbeat")]
    [InlineData("Retention")]
    [InlineData("bridge_accept_seconds_bucket")]
    [InlineData("report.received")]
    [InlineData("ESME_ROK")]
    [InlineData("bridge.db")]
    public void What_is_there_or_is_no_name_is_let_be(string code) => KnownNames.IsUnknown(code).ShouldBeFalse();

    [Theory]
    [InlineData("Bridge.Worker/Store/StoreReader.cs")]
    [InlineData("Schema.cs")]
    [InlineData("StoreReader")]
    [InlineData("StoreWriter.ReadAsync")]
    [InlineData("Operators:NAME:Pulse")]
    [InlineData("bridge_accepted_seconds")]
    [InlineData("report.whispered")]
    public void What_is_not_there_is_found(string code) => KnownNames.IsUnknown(code).ShouldBeTrue();
}
