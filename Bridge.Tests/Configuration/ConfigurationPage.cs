using System.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Configuration.Sections;

namespace Bridge.Tests.Configuration;

/// <summary>The tables of docs/configuration.md, made from the declarations of the keys.</summary>
internal static class ConfigurationPage
{
    /// <summary>Ends what people wrote; the tables follow.</summary>
    public const string Marker = "<!-- Made from the keys in Bridge.Worker/Configuration/Sections by ConfigurationPageTests. -->";

    public static string Tables()
    {
        var page = new StringBuilder();
        AppendSection(page, BridgeSection.Path, meaning: null, BridgeSection.Keys);
        return page.ToString();
    }

    /// <summary>A heading and a table for the section, then the same for each section below it.</summary>
    private static void AppendSection(StringBuilder page, string path, string? meaning, KeyTable keys)
    {
        page.Append($"\n## `{path}`\n");
        if (meaning is not null) page.Append($"\n{meaning}\n");
        page.Append("\n| key | allowed | default | meaning |\n| --- | --- | --- | --- |\n");
        AppendRows(page, path, prefix: "", keys);
        foreach (var section in keys.Keys.OfType<SectionKey>().Where(key => !key.IsGroup))
        {
            AppendSection(page, $"{path}:{section.DocumentedName}", section.Meaning, section.Keys);
        }
    }

    private static void AppendRows(StringBuilder page, string path, string prefix, KeyTable keys)
    {
        foreach (var key in keys.Keys)
        {
            if (key is SectionKey { IsGroup: true } group)
            {
                AppendRows(page, path, $"{prefix}{group.Name}:", group.Keys);
                continue;
            }

            var name = key is SectionKey section
                ? $"[`{section.DocumentedName}`](#{Anchor($"{path}:{section.DocumentedName}")})"
                : $"`{prefix}{key.Name}`";
            page.Append($"| {name} | {Cell(key.Allowed)} | {Cell(key.DefaultText)} | {Cell(key.Meaning)} |\n");
        }
    }

    /// <summary>As GitHub makes it from a heading.</summary>
    private static string Anchor(string path) => path.ToLowerInvariant().Replace(":", "", StringComparison.Ordinal);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
