using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.CommandLine;

/// <summary>Options with their range and default, so that every mistake on the command line is named before anything starts.</summary>
internal static class Options
{
    public static Option<int> Count(string name, string description, int min, int max, int standard) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => standard,
        CustomParser = result => Parsed(result, word => Whole(word, min, max), $"a whole number from {min} to {max}") ?? standard,
    };

    public static Option<int?> MaybeCount(string name, string description, int min, int max) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parsed(result, word => Whole(word, min, max), $"a whole number from {min} to {max}"),
    };

    public static Option<double?> MaybeNumber(string name, string description, double min, double max) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parsed<double?>(
            result,
            word => (double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= min
                && number <= max, number),
            $"a number from {min} to {max}"),
    };

    /// <summary>"250ms", "5s", "2m", "1h" or hh:mm:ss.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result => Parsed<TimeSpan?>(result, ParseDuration, "a duration such as 250ms, 5s, 2m or 00:00:05"),
    };

    /// <summary>A duration that may be left out: without a value <paramref name="bare"/>, without the option null.</summary>
    public static Option<TimeSpan?> Every(string name, string description, TimeSpan bare) => new(name)
    {
        Description = description,
        HelpName = "EVERY",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0
            ? bare
            : Parsed<TimeSpan?>(result, word => ParseDuration(word) is { Valid: true, Value: { } span } && span > TimeSpan.Zero
                ? (true, span)
                : (false, null), "a duration such as 30s or 5m"),
    };

    /// <summary>A command_status in the spec's spelling or as a number.</summary>
    public static Option<CommandStatus?> Status(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "STATUS",
        CustomParser = result => Parsed(result, ParseStatus, "a command_status such as ESME_RBINDFAIL, 0x0D or 13, and not ESME_ROK"),
    };

    /// <summary>One of a few words; without a value <paramref name="bare"/>.</summary>
    public static Option<T> Word<T>(string name, string description, T standard, IReadOnlyDictionary<string, T> words, T bare) =>
        new(name)
        {
            Description = $"{description} One of {string.Join(", ", words.Keys)}.",
            HelpName = "WHAT",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
                result.Tokens.Count == 0
                    ? bare
                    : Parsed(
                        result,
                        word => words.TryGetValue(word, out var value) ? (true, value) : (false, standard),
                        string.Join(", ", words.Keys)),
        };

    public static Option<Uri?> Address(string name, string description, string? standard, params string[] schemes) =>
        new(name)
        {
            Description = description,
            HelpName = "URI",
            DefaultValueFactory = _ => standard is null ? null : new Uri(standard),
            CustomParser = result =>
                Parsed<Uri?>(
                    result,
                    word => (Uri.TryCreate(word, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme), uri),
                    string.Join(" or ", schemes.Select(s => s + "://…"))),
        };

    internal static (bool Valid, TimeSpan? Value) ParseDuration(string word)
    {
        if (word.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(word, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero
                ? (true, span)
                : (false, null);
        }

        var unit = word.TrimStart([.. "0123456789."]);
        TimeSpan? one = unit switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            _ => null,
        };
        var read = double.TryParse(word[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return one is { } span1 && read && number * span1.TotalDays < 30 ? (true, number * span1) : (false, null);
    }

    internal static (bool Valid, CommandStatus? Value) ParseStatus(string word)
    {
        foreach (var status in Enum.GetValues<CommandStatus>())
        {
            if (string.Equals(status.SpecName(), word, StringComparison.OrdinalIgnoreCase)) return (status != CommandStatus.Ok, status);
        }

        var isHex = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var read = uint.TryParse(
            isHex ? word.AsSpan(2) : word,
            isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number);
        return (read && number != 0, (CommandStatus)number);
    }

    private static (bool Valid, int? Value) Whole(string word, int min, int max) =>
        (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max, number);

    private static T Parsed<T>(ArgumentResult result, Func<string, (bool Valid, T Value)> parse, string allowed)
    {
        var word = result.Tokens[^1].Value;
        var (valid, value) = parse(word);
        if (!valid) result.AddError($"{((OptionResult)result.Parent!).Option.Name}: '{word}' is not {allowed}");
        return value;
    }
}
