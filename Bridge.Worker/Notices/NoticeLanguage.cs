using Bridge.Worker.Configuration;

namespace Bridge.Worker.Notices;

/// <summary>The language of a notice: the sender's own, if it is known; else Traditional Chinese, followed by English.</summary>
internal static class NoticeLanguage
{
    /// <summary>Traditional Chinese, followed by English.</summary>
    public const string Both = "zh-Hant+en";

    /// <param name="lastText">The sender's last text's, by <see cref="Protocol.Text.LanguageRule"/>; null: there is none.</param>
    /// <param name="registered">The registration's language; null: not registered.</param>
    /// <returns>zh-Hant, zh-Hans, en, or <see cref="Both"/>.</returns>
    public static string Choose(string? lastText, string? registered) =>
        FindWording(lastText) ?? FindWording(registered) ?? Both;

    /// <summary>The words of a notice in a language that <see cref="Choose"/> returned.</summary>
    /// <param name="words">By language, without <see cref="Both"/>.</param>
    public static string Word(string language, IReadOnlyDictionary<string, string> words) =>
        language == Both ? $"{words[NoticePlan.Traditional]}\n{words[NoticePlan.English]}" : words[language];

    private static string? FindWording(string? language) => language switch
    {
        NoticePlan.Traditional or NoticePlan.Simplified or NoticePlan.English => language,

        // Characters that both scripts share.
        "zh" => NoticePlan.Traditional,
        _ => null,
    };
}
