using Bridge.Protocol.Smpp;
using Bridge.Worker.Store;

namespace Bridge.Tests.Store;

/// <summary>The names that stores in the field hold: this list only ever grows.</summary>
[Trait("Speed", "unit")]
public sealed class StoredNamesTests
{
    [Fact]
    public void What_is_stored_never_changes()
    {
        NamesOf(StoredNames.OutboundKinds).ShouldBe(["Confirmation", "Question", "Notice", "Information", "Activation"]);
        NamesOf(StoredNames.ReplyOutcomes).ShouldBe(["accepted", "delivered", "failed", "expired"]);
        NamesOf(StoredNames.RequestResults).ShouldBe(["Answered", "NotWritten", "TimedOut", "SessionLost"]);
    }

    [Fact]
    public void A_stored_name_is_read_as_the_value_that_was_written()
    {
        ReadBack(StoredNames.OutboundKinds).ShouldBe(Enum.GetValues<OutboundKind>());
        ReadBack(StoredNames.ReplyOutcomes).ShouldBe(Enum.GetValues<ReplyOutcome>());
        ReadBack(StoredNames.RequestResults).ShouldBe(Enum.GetValues<RequestResult>());
    }

    [Fact]
    public void A_name_that_no_value_has_is_not_guessed_at() =>
        Should.Throw<FormatException>(() => StoredNames.OutboundKinds.Value("notice")).Message.ShouldContain("OutboundKind");

    private static IEnumerable<string> NamesOf<T>(StoredNames<T> names)
        where T : struct, Enum => Enum.GetValues<T>().Select(names.Name);

    private static IEnumerable<T> ReadBack<T>(StoredNames<T> names)
        where T : struct, Enum => NamesOf(names).Select(names.Value);
}
