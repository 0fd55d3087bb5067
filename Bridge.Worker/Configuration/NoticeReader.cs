using static Bridge.Worker.Configuration.Spans;

namespace Bridge.Worker.Configuration;

/// <summary>The keys of Bridge:Notices:KIND. Every language that is not given keeps its default wording.</summary>
internal static class NoticeReader
{
    public const string Unavailable = "unavailable";
    public const string Activation = "activation";

    public const string Traditional = "zh-Hant";
    public const string Simplified = "zh-Hans";
    public const string English = "en";

    private static readonly string[] Languages = [Traditional, Simplified, English];
    private static readonly string[] Placeholders = ["name", "address", "msisdn"];

    public static IReadOnlyDictionary<string, NoticePlan> Read(SectionReader notices) =>
        NoticeWording.Defaults.ToDictionary(d => d.Kind, d => notices.Section(d.Kind, s => Notice(s, d)));

    private static NoticePlan Notice(SectionReader notice, NoticePlan otherwise) => otherwise with
    {
        Enabled = notice.Optional("Enabled", Kinds.Flag, otherwise.Enabled),
        Text = Words(notice, "Text", otherwise.Kind, otherwise.Text),
        MainlandText = otherwise.MainlandText is { } words ? Words(notice, "MainlandText", otherwise.Kind, words) : null,
        After = otherwise.After is { } after ? notice.Optional("After", Kinds.Duration(Seconds(1), Minutes(30)), after) : null,
    };

    private static Dictionary<string, string> Words(
        SectionReader notice, string key, string kind, IReadOnlyDictionary<string, string> otherwise) =>
        notice.Section(key, text => Languages.ToDictionary(l => l, l => text.Optional(l, Wording(kind), otherwise[l])));

    /// <summary>At most ten parts of UCS-2. Only the activation text may speak of a person.</summary>
    private static ValueKind<string> Wording(string kind) => kind == Activation
        ? Kinds.Text("1 to 670 characters; in braces only {name}, {address}, {msisdn}", written => Fits(written, Placeholders))
        : Kinds.Text("1 to 670 characters without braces", written => Fits(written, []));

    private static bool Fits(string written, string[] placeholders)
    {
        var rest = placeholders.Aggregate(written, (text, p) => text.Replace("{" + p + "}", "", StringComparison.Ordinal));
        return written.Length is >= 1 and <= 670 && !rest.Contains('{') && !rest.Contains('}');
    }
}
