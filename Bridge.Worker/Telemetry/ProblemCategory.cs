namespace Bridge.Worker.Telemetry;

/// <summary>A problem in words as the value of a label: its first words, up to where particulars begin.</summary>
internal static class ProblemCategory
{
    public const string Other = "other";

    /// <summary>At most so many values for one operator; what comes after them is <see cref="Other"/>.</summary>
    public const int Most = 64;

    private const int MostWords = 4;

    /// <summary>"octet 0x80 has no meaning" is octet; "no such alphabet: data_coding 0xF7" is no_such_alphabet.</summary>
    public static string Of(string problem)
    {
        var words = problem
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(IsWord)
            .Take(MostWords)
            .Select(w => w.TrimEnd(':', ',', ';', '.').ToLowerInvariant());
        var category = string.Join('_', words);
        return category.Length > 0 ? category : Other;
    }

    /// <summary>Letters of ours only, so that nothing of a text can get through: no digit, no quote, no Chinese.</summary>
    private static bool IsWord(string word) => word.All(c => char.IsAsciiLetter(c) || c is '_' or '-' or ':' or ',' or ';' or '.');
}
