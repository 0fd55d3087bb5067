using System.Text.RegularExpressions;
using Bridge.Tests.Support;

namespace Bridge.Tests.Architecture;

/// <summary>A Markdown page of the repository: its headings, links, tables, and what it writes as code.</summary>
internal sealed partial class MarkdownPage
{
    private const string Fence = "```";

    private static readonly string[] FoldersOfOthers = ["bin", "obj", "node_modules", ".git"];

    private readonly List<string> _prose = [];
    private readonly List<string> _drawings = [];

    private MarkdownPage(string path)
    {
        Path = path;
        Folder = System.IO.Path.GetDirectoryName(path) ?? "";
        var fence = default(string);
        foreach (var line in File.ReadLines(Repository.File(path)))
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal)) fence = fence is null ? line : null;
            else if (fence is null) _prose.Add(line);
            else if (fence == Fence) _drawings.Add(line);
        }
    }

    /// <summary>The paths of all pages, from the root.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Find(new DirectoryInfo(Repository.Root)).Order(StringComparer.Ordinal)];

    /// <summary>From the root.</summary>
    public string Path { get; }

    /// <summary>From the root; empty for the root itself.</summary>
    public string Folder { get; }

    /// <summary>The lines of fenced blocks that name no language.</summary>
    public IReadOnlyList<string> Drawings => _drawings;

    /// <summary>Every heading without its number signs.</summary>
    public IEnumerable<string> Headings => _prose.Select(line => Heading().Match(line)).Where(found => found.Success)
        .Select(found => found.Groups["text"].Value);

    /// <summary>The fragments that lead to its headings, as GitHub makes them.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>(StringComparer.Ordinal);
            foreach (var anchor in Headings.Select(AnchorOf))
            {
                var again = 0;
                while (!anchors.Add(again == 0 ? anchor : $"{anchor}-{again}")) again++;
            }

            return anchors;
        }
    }

    /// <summary>The targets of its links.</summary>
    public IEnumerable<string> Links => _prose.SelectMany(line => Link().Matches(Code().Replace(line, "code")))
        .Select(found => found.Groups["target"].Value);

    /// <summary>What it writes in backticks, fenced blocks apart.</summary>
    public IEnumerable<string> CodeSpans => _prose.SelectMany(line => Code().Matches(line)).Select(found => found.Groups["code"].Value);

    public static MarkdownPage Read(string path) => new(path);

    /// <summary>The cells of the first table under a heading, row by row, without its head.</summary>
    public IReadOnlyList<IReadOnlyList<string>> TableUnder(string heading) =>
    [
        .. _prose.SkipWhile(line => Heading().Match(line).Groups["text"].Value != heading).Skip(1)
            .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(row => CellBorder().Split(row.Trim()).Skip(1).SkipLast(1).Select(cell => cell.Trim()).ToList()),
    ];

    public static IEnumerable<string> CodeIn(string text) => Code().Matches(text).Select(found => found.Groups["code"].Value);

    private static IEnumerable<string> Find(DirectoryInfo folder) =>
    [
        .. folder.EnumerateFiles("*.md").Select(file => System.IO.Path.GetRelativePath(Repository.Root, file.FullName)),
        .. folder.EnumerateDirectories().Where(below => !FoldersOfOthers.Contains(below.Name)).SelectMany(Find),
    ];

    private static string AnchorOf(string heading) =>
        NotOfAnchor().Replace(LinkText().Replace(heading, "${text}").ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^#{1,6} +(?<text>.+?) *$", RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture)]
    private static partial Regex LinkText();

    [GeneratedRegex("(?<ticks>`+)(?<code>.+?)\\k<ticks>", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"[^\p{L}\p{Nd}\-_ ]")]
    private static partial Regex NotOfAnchor();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellBorder();
}
