using Bridge.Worker.Configuration;

namespace Bridge.Worker.Notices;

/// <summary>The language of a notice: the sender's own, as far as it is known; else Traditional Chinese with English after it.</summary>
internal static class NoticeLanguage
{
    /// <summary>Both, one after the other.</summary>
    public const string Both = "zh-Hant+en";

    /// <param name="lastText">What <see cref="Protocol.Text.LanguageRule"/> says of the sender's last text; null: there is none.</param>
    /// <param name="registered">The registration's language; null: not registered.</param>
    public static string Of(string? lastText, string? registered) => Wording(lastText) ?? Wording(registered) ?? Both;

    /// <summary>A notice's words in one of the languages that <see cref="Of"/> gives.</summary>
    public static string In(string language, IReadOnlyDictionary<string, string> words) =>
        language == Both ? $"{words[NoticePlan.Traditional]}\n{words[NoticePlan.English]}" : words[language];

    private static string? Wording(string? language) => language switch
    {
        NoticePlan.Traditional or NoticePlan.Simplified or NoticePlan.English => language,

        // Chinese without a mark of either script is read by both.
        "zh" => NoticePlan.Traditional,
        _ => null,
    };
}
