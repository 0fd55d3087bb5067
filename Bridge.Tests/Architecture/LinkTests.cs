using Bridge.Tests.Support;

namespace Bridge.Tests.Architecture;

/// <summary>Links within the repository lead somewhere, to their heading too.</summary>
[Trait("Speed", "unit")]
public sealed class LinkTests
{
    public static TheoryData<string> Pages => [.. MarkdownPage.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_to_a_heading_of_it(string path)
    {
        var page = MarkdownPage.Read(path);

        page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal)).Where(link => !LeadsSomewhere(page, link)).ShouldBeEmpty();
    }

    private static bool LeadsSomewhere(MarkdownPage page, string link)
    {
        var (file, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var target = file.Length == 0 ? page.Path : Path.Combine(page.Folder, file);
        if (!Path.Exists(Repository.File(target))) return false;
        return anchor is null || (target.EndsWith(".md", StringComparison.Ordinal) && MarkdownPage.Read(target).Anchors.Contains(anchor));
    }
}
