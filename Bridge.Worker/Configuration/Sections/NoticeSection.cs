using System.Globalization;

namespace Bridge.Worker.Configuration.Sections;

/// <summary>Section Bridge:Notices:KIND. Its defaults are those of <see cref="NoticeWording"/>.</summary>
internal sealed class NoticeSection
{
    /// <summary>In UTF-16 code units: at most ten parts of UCS-2.</summary>
    private const int LongestText = 670;

    private static readonly string[] Placeholders = ["{name}", "{address}", "{msisdn}"];

    private readonly NoticePlan _defaults;
    private readonly Key<bool> _enabled;
    private readonly Key<TimeSpan>? _after;
    private readonly Wording _text;
    private readonly Wording? _mainlandText;

    public NoticeSection(NoticePlan defaults)
    {
        _defaults = defaults;
        _enabled = Keys.Optional("Enabled", Kinds.Flag, defaults.Enabled ? "true" : "false", "Whether it is sent at all.");
        if (defaults.After is { } after)
        {
            _after = Keys.Optional("After", Kinds.Duration("00:00:01", "00:30:00"), after.ToString("c", CultureInfo.InvariantCulture),
                "How long after its first part came a text may wait to be taken.");
        }

        _text = new Wording(Keys.Group("Text"), WordingKind(defaults.Kind), defaults.Text, "The text");
        if (defaults.MainlandText is { } mainland)
        {
            _mainlandText = new Wording(Keys.Group("MainlandText"), WordingKind(defaults.Kind), mainland,
                "The text, instead of `Text`, for senders in Mainland China,");
        }
    }

    public KeyTable Keys { get; } = new();

    public NoticePlan Read(SectionReader notice) => _defaults with
    {
        Enabled = notice.Read(_enabled),
        Text = _text.Read(notice),
        MainlandText = _mainlandText?.Read(notice),
        After = _after is null ? null : notice.Read(_after),
    };

    /// <summary>Only the activation text may speak of a person.</summary>
    private static ValueKind<string> WordingKind(string kind) => kind == NoticePlan.Activation
        ? Kinds.Text($"1 to {LongestText} characters; in braces only {string.Join(", ", Placeholders)}", text => Fits(text, Placeholders))
        : Kinds.Text($"1 to {LongestText} characters without braces", text => Fits(text, []));

    private static bool Fits(string text, string[] placeholders)
    {
        var rest = placeholders.Aggregate(text, (left, placeholder) => left.Replace(placeholder, "", StringComparison.Ordinal));
        return text.Length is >= 1 and <= LongestText && !rest.Contains('{') && !rest.Contains('}');
    }

    /// <summary>A text in each language. One that is not configured keeps its default.</summary>
    private sealed class Wording
    {
        private readonly SectionKey _group;
        private readonly Key<string>[] _languages;

        public Wording(SectionKey group, ValueKind<string> kind, IReadOnlyDictionary<string, string> defaults, string meaning)
        {
            _group = group;
            _languages =
            [
                group.Keys.Optional(NoticePlan.Traditional, kind, defaults[NoticePlan.Traditional], $"{meaning} in traditional Chinese."),
                group.Keys.Optional(NoticePlan.Simplified, kind, defaults[NoticePlan.Simplified], $"{meaning} in simplified Chinese."),
                group.Keys.Optional(NoticePlan.English, kind, defaults[NoticePlan.English], $"{meaning} in English."),
            ];
        }

        public IReadOnlyDictionary<string, string> Read(SectionReader notice) =>
            notice.Section(_group, text => _languages.ToDictionary(language => language.Name, text.Read));
    }
}
