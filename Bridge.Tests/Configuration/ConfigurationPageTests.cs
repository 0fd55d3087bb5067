using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Configuration.Sections;

namespace Bridge.Tests.Configuration;

/// <summary>
/// Holds docs/configuration.md to the keys. To write its tables anew:
/// BRIDGE_WRITE_DOCS=1 dotnet test Bridge.Tests --filter ConfigurationPageTests
/// </summary>
[Trait("Speed", "unit")]
public sealed class ConfigurationPageTests
{
    private const string WriteDocs = "BRIDGE_WRITE_DOCS";

    private static readonly string PagePath = Repository.File("docs", "configuration.md");

    [Fact]
    public void The_page_has_every_key_as_it_is_declared()
    {
        var page = File.ReadAllText(PagePath);
        var written = page[..(page.IndexOf(ConfigurationPage.Marker, StringComparison.Ordinal) + ConfigurationPage.Marker.Length)];
        var expected = $"{written}\n{ConfigurationPage.Tables()}";
        if (Environment.GetEnvironmentVariable(WriteDocs) == "1") File.WriteAllText(PagePath, expected);

        File.ReadAllText(PagePath).ShouldBe(
            expected, $"To write it anew: {WriteDocs}=1 dotnet test Bridge.Tests --filter {nameof(ConfigurationPageTests)}");
    }

    [Fact]
    public void Every_key_has_its_meaning_in_a_sentence() =>
        All(BridgeSection.Keys).Where(key => !key.Meaning.EndsWith('.')).Select(key => key.Name).ShouldBeEmpty();

    private static IEnumerable<Key> All(KeyTable keys) =>
        keys.Keys.SelectMany(key => key is SectionKey section ? All(section.Keys) : [key]);
}
